import JSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The plainest HTTP client: one request a connection, blocking, on a thread of its own.
struct TestClient: Sendable {
    struct Reply: Sendable {
        /// 0 when no answer came.
        var status = 0
        var head = ""
        var body: [UInt8] = []
        /// The connection ended with a reset.
        var wasReset = false

        var json: JSON? { try? JSON(parsing: body) }
    }

    struct Failure: Error {
        let operation: String
        let code: Int32
    }

    let port: Int

    func get(_ path: String) async throws -> Reply { try await send("GET", path) }

    func send(_ method: String, _ path: String, _ body: JSON? = nil, headers: [String: String] = [:]) async throws -> Reply {
        let bytes = request(method, path, body?.bytes(.compact) ?? [], headers.merging(["Connection": "close"]) { $1 })
        return try await blocking {
            let connection = try connected()
            defer { close(connection) }
            try transmit(bytes, on: connection)
            return reply(from: connection)
        }
    }

    /// A connection, kept alive, on which a request was sent, and whose answer is not read. The caller closes it.
    func opened(_ method: String, _ path: String) async throws -> Int32 {
        let bytes = request(method, path, [], [:])
        return try await blocking {
            let connection = try connected()
            try transmit(bytes, on: connection)
            return connection
        }
    }

    /// Whether bytes wait on the connection.
    static func hasAnswer(_ connection: Int32) -> Bool {
        var byte: UInt8 = 0
        return recv(connection, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) != -1
    }

    private func request(_ method: String, _ path: String, _ body: [UInt8], _ headers: [String: String]) -> [UInt8] {
        let fields = headers.map { "\($0): \($1)\r\n" }.joined()
        let head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: \(body.count)\r\n\(fields)\r\n"
        return Array(head.utf8) + body
    }

    private func connected() throws -> Int32 {
        // A connection that the other side has reset makes `write` fail rather than end the process.
        signal(SIGPIPE, SIG_IGN)
        #if canImport(Glibc)
            let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let connection = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafeBytes(of: &address) {
            connect(connection, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
        guard result == 0 else { throw Failure(operation: "connect", code: errno) }
        return connection
    }

    private func transmit(_ bytes: [UInt8], on connection: Int32) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure(operation: "write", code: errno) }
            sent += count
        }
    }

    private func reply(from connection: Int32) -> Reply {
        var reply = Reply()
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            if count <= 0 {
                reply.wasReset = count < 0 && errno == ECONNRESET
                break
            }
            bytes += buffer[..<count]
        }
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: "\r\n\r\n".utf8) }) else { return reply }
        reply.head = String(decoding: bytes[..<end], as: UTF8.self)
        reply.status = Int(reply.head.split(separator: " ").dropFirst().first ?? "") ?? 0
        reply.body = Array(bytes[(end + 4)...])
        return reply
    }
}
