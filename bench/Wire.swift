import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A connection to a server on this machine that is kept open, with as little around it as can be: what is measured is the server.
final class Wire {
    private let socket: Int32
    private let token: String
    private let host: String

    /// - Parameter url: such as `http://127.0.0.1:8080`.
    init(_ url: String, token: String) throws {
        self.token = token
        host = String(url.split(separator: "/").last ?? "")
        guard let port = url.split(separator: ":").last.flatMap({ UInt16($0) }) else { throw BenchFailure(description: "\(url) has no port") }
        #if canImport(Glibc)
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard status == 0 else { throw BenchFailure(description: "cannot connect to \(url)") }
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(socket) }

    /// The answer of the API, which must be one of success.
    func post(_ path: String, _ body: JSON) throws -> JSON { try send("POST", path, body.bytes(.compact)) }

    /// The same.
    func get(_ path: String) throws -> JSON { try send("GET", path, []) }

    private func send(_ method: String, _ path: String, _ content: [UInt8]) throws -> JSON {
        let head = """
            \(method) /api/v1/\(path) HTTP/1.1\r\nHost: \(host)\r\nAuthorization: Bearer \(token)\r\nContent-Type: application/json\r\n\
            Content-Length: \(content.count)\r\n\r\n
            """
        let bytes = Array(head.utf8) + content
        guard write(socket, bytes, bytes.count) == bytes.count else { throw BenchFailure(description: "the server reads no more") }
        let (status, answer) = try answer()
        guard status.contains(" 20") else { throw BenchFailure(description: "\(path): \(status) \(String(decoding: answer.prefix(500), as: UTF8.self))") }
        return try JSON(parsing: answer)
    }

    private func answer() throws -> (status: String, body: [UInt8]) {
        var received: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(socket, &block, block.count)
            guard count > 0 else { throw BenchFailure(description: "the server hung up") }
            received += block[..<count]
            guard let end = Self.end(of: received) else { continue }
            let lines = String(decoding: received[..<end], as: UTF8.self).split(separator: "\r\n")
            let length = lines.first { $0.lowercased().hasPrefix("content-length:") }.flatMap { Int($0.dropFirst(15).filter(\.isNumber)) } ?? 0
            if received.count >= end + 4 + length { return (String(lines.first ?? ""), Array(received[(end + 4)..<(end + 4 + length)])) }
        }
    }

    /// Where the head ends.
    private static func end(of bytes: [UInt8]) -> Int? {
        bytes.indices.dropLast(3).first { bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10 }
    }
}
