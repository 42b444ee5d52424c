#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads frames from a descriptor on a thread of its own.
struct LineReader: Sendable {
    let descriptor: Int32
    let limit: Int
    /// Called on the reader's thread, one frame at a time; nothing is read while it runs. Nil is the end of the input.
    let receive: @Sendable (LineFrames.Frame?) -> Void

    func start() throws(MCPError) { try startThread { run() } }

    private func run() {
        var frames = LineFrames(limit: limit)
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                for frame in frames.feed(buffer[..<count]) { receive(frame) }
            } else if count < 0, errno == EAGAIN {
                var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&wanted, 1, -1)
            } else if count == 0 || errno != EINTR {
                break
            }
        }
        for frame in frames.end() { receive(frame) }
        receive(nil)
    }
}
