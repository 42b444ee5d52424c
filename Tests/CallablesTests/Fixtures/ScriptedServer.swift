import Synchronization
import Testing

@testable import HTTPClient

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An HTTP server on loopback that answers as its script says, one connection after the other, and remembers what it was asked.
final class ScriptedServer: Sendable {
    struct Received: Sendable {
        let method: String
        /// Path and query.
        let target: String
        /// Lower-case names.
        let headers: [String: String]
        let body: String
    }

    enum Reply: Sendable {
        case answer(Int, headers: [String] = [], String)
        /// Says nothing, and keeps the connection open.
        case silence
        /// Closes the connection without a word.
        case end
    }

    let port: Int
    private let listener: Int32
    private let seen = Mutex<[Received]>([])

    var received: [Received] { seen.withLock { $0 } }
    var origin: String { "http://127.0.0.1:\(port)" }

    /// - Parameter script: gets the request and how many there were before.
    init(_ script: @escaping @Sendable (Received, Int) -> Reply) throws {
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let listener = socket(AF_INET, stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        port = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(listener, pointer, length) == 0, listen(listener, 64) == 0, getsockname(listener, pointer, &length) == 0 else { return 0 }
                return UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self).sin_port.bigEndian.asInt
            }
        }
        self.listener = listener
        try #require(port > 0)
        let server = Unowned(self)
        try OwnedThread { Self.serve(listener, server, script) }.detach()
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private struct Unowned: Sendable {
        weak let server: ScriptedServer?
        init(_ server: ScriptedServer) { self.server = server }
    }

    private static func serve(_ listener: Int32, _ owner: Unowned, _ script: @Sendable (Received, Int) -> Reply) {
        var kept: [Int32] = []
        while case let connection = accept(listener, nil, nil), connection >= 0 {
            var patience = timeval(tv_sec: 5, tv_usec: 0)
            setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            guard let request = read(connection), let count = owner.server?.note(request) else {
                close(connection)
                continue
            }
            switch script(request, count) {
            case .answer(let status, let headers, let body):
                let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
                write(connection, lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
                close(connection)
            case .silence: kept.append(connection)
            case .end: close(connection)
            }
        }
        for connection in kept { close(connection) }
        close(listener)
    }

    /// - Returns: how many there were before.
    private func note(_ request: Received) -> Int {
        seen.withLock { seen in
            seen.append(request)
            return seen.count - 1
        }
    }

    private static func read(_ connection: Int32) -> Received? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            if let request = parse(bytes) { return request }
        }
    }

    /// Nil until all of it is there.
    private static func parse(_ bytes: [UInt8]) -> Received? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
        let headers = Dictionary(pairs) { "\($0), \($1)" }
        let body = String(text[end.upperBound...])
        guard body.utf8.count >= headers["content-length"].flatMap({ Int($0) }) ?? 0 else { return nil }
        return Received(method: String(words[0]), target: String(words[1]), headers: headers, body: body)
    }

    private static func write(_ connection: Int32, _ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

extension UInt16 {
    fileprivate var asInt: Int { Int(self) }
}
