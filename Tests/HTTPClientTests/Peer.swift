import Synchronization

@testable import HTTPClient

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The server's end of one connection, used by its thread.
final class Peer {
    let descriptor: Int32
    let number: Int
    private let log: EventLog
    private var buffer: [UInt8] = []
    private(set) var isClosed = false

    init(_ descriptor: Int32, number: Int, log: EventLog) {
        self.descriptor = descriptor
        self.number = number
        self.log = log
    }

    /// The next request of a kept connection; nil when the peer has closed it. The body of an `/upload` is left to the handler.
    func readRequest() -> SeenRequest? {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard let byte = readByte() else { return nil }
            head.append(byte)
        }
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n").map(String.init)
        let words = lines[0].split(separator: " ").map(String.init)
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1].drop { $0 == " " }))
        }
        var request = SeenRequest(method: words[0], target: words[1], headers: Headers(fields), body: [], connection: number)
        let length = Int(request.headers["content-length"] ?? "0") ?? 0
        while request.body.count < length, request.target != "/upload" {
            guard let byte = readByte() else { return nil }
            request.body.append(byte)
        }
        return request
    }

    private func readByte() -> UInt8? {
        if buffer.isEmpty {
            var chunk = [UInt8](repeating: 0, count: 64 << 10)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer = chunk.prefix(count).reversed()
        }
        return buffer.popLast()
    }

    /// Reads that many bytes of a body. False if the peer has gone.
    func skip(_ count: Int) -> Bool {
        let buffered = min(count, buffer.count)
        buffer.removeLast(buffered)
        var left = count - buffered
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while left > 0 {
            let received = recv(descriptor, &chunk, min(left, chunk.count), 0)
            if received <= 0 { return false }
            left -= received
        }
        return true
    }

    /// Sends all bytes, waiting as long as it takes. False if the peer has gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Glibc)
                let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            #else
                let flags = Int32(MSG_DONTWAIT)
            #endif
            let count = rest.withUnsafeBytes { sendBytes(descriptor, $0.baseAddress, $0.count, flags) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                log.append(.stalled)
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&waiting, 1, -1)
            } else {
                isClosed = true
                return false
            }
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    func respond(_ status: Int = 200, headers: Headers = [:], body: [UInt8] = []) {
        var headers = headers
        headers.append("Content-Length", "\(body.count)")
        send("HTTP/1.1 \(status) X\r\n" + headers.fields.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n")
        send(body)
    }

    /// Returns when the client has closed the connection.
    func waitForClose() {
        while readByte() != nil {}
        isClosed = true
    }

    /// Ends the connection with RST instead of FIN.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        isClosed = true
    }

    /// Ends the connection after the current answer.
    func hangUp() { isClosed = true }

    /// Keeps the kernel from buffering much of what is sent.
    func limitSendBuffer() {
        var size: Int32 = 256 << 10
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout.size(ofValue: size)))
    }

    func close() { closeDescriptor(descriptor) }
}

private func sendBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, bytes, count, flags)
}

private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
