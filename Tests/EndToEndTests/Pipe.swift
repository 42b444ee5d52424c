#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The reading and the writing end of a pipe that no program inherits that is started later.
struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemError("pipe", errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reading = ends[0]
        writing = ends[1]
    }

    /// Reads lines on a thread of its own until the other side closes, then closes this one.
    static func lines(of descriptor: Int32, into transcript: Transcript<String>) throws {
        try OwnThread.start {
            var line: [UInt8] = [], block = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(descriptor, &block, block.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                for byte in block[..<count] {
                    if byte == UInt8(ascii: "\n") {
                        transcript.append(String(decoding: line, as: UTF8.self))
                        line = []
                    } else {
                        line.append(byte)
                    }
                }
            }
            if !line.isEmpty { transcript.append(String(decoding: line, as: UTF8.self)) }
            close(descriptor)
            transcript.finish()
        }
    }
}

struct SystemError: Error, CustomStringConvertible {
    let description: String
    init(_ call: String, _ code: Int32) { description = "\(call): \(String(cString: strerror(code)))" }
}
