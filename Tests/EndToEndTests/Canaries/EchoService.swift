import JSON
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A service that tells whatever it was told, in every disguise, in bodies, headers and errors: the worst place to send a secret to.
final class EchoService: Sendable {
    let port: Int
    private let listener: Int32
    /// Where each secret is looked for in what arrives.
    private let secrets: [String]
    private let seen = Mutex<Set<String>>([])

    var url: String { "http://127.0.0.1:\(port)" }

    /// Secrets that have arrived here, in one form or another.
    var arrived: Set<String> { seen.withLock { $0 } }

    init(secrets: [String]) throws {
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let listener = socket(AF_INET, stream, 0)
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        port = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(listener, pointer, length) == 0, listen(listener, 64) == 0, getsockname(listener, pointer, &length) == 0 else { return 0 }
                return Int(UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self).sin_port.bigEndian)
            }
        }
        self.listener = listener
        self.secrets = secrets
        try #require(port > 0)
        try OwnThread.start { [weak self] in Self.serve(listener) { self?.answer(to: $0) } }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(_ listener: Int32, _ answer: (String) -> [UInt8]?) {
        while case let connection = accept(listener, nil, nil), connection >= 0 {
            defer { close(connection) }
            var patience = timeval(tv_sec: 5, tv_usec: 0)
            setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            guard let request = read(connection), let bytes = answer(request) else { continue }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { break }
                rest.removeFirst(count)
            }
        }
        close(listener)
    }

    private static func read(_ connection: Int32) -> String? {
        var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
            let length = text[..<end.lowerBound].lowercased().firstMatch(of: /content-length: *([0-9]+)/).flatMap { Int($0.1) } ?? 0
            if text[end.upperBound...].utf8.count >= length { return text }
        }
    }

    /// Nil ends the connection without a word.
    private func answer(to request: String) -> [UInt8]? {
        let found = secrets.filter { secret in Disguise.all(of: secret).contains { request.contains($0.text) } }
        let target = request.split(separator: " ", maxSplits: 2).dropFirst().first.map(String.init) ?? ""
        let known = seen.withLock { seen in
            seen.formUnion(found)
            return seen.sorted()
        }
        let mode = target.firstMatch(of: /[?&]mode=([a-z]+)/).map { String($0.1) } ?? "json"
        let echo = known.flatMap { Disguise.all(of: $0).map(\.text) + [Disguise.base64(Array("user:\($0)!".utf8))] }
        if target.hasSuffix("/chat/completions") { return Self.completion(request.contains("\"bad\""), echo) }
        let json = JSON.object(JSON.Object(echo.enumerated().map { ("form \($0)", .string($1)) }))
        switch mode {
        case "reset": return nil
        case "text": return Self.response(200, "text/plain", Array(echo.joined(separator: "\n").utf8), headers(known))
        case "names":
            return Self.response(200, "application/json", Array("{}".utf8), headers(known) + known.map { "X-\(Disguise.hex(Array($0.utf8))): 1" })
        case "keys":
            return Self.response(
                200, "application/json", JSON.object(JSON.Object(known.map { ($0, .array([.string("x\($0)y")])) })).bytes(.compact), [])
        case "binary": return Self.response(200, "application/octet-stream", [0xFF, 0xFE] + Array(echo.joined(separator: "\u{1}").utf8) + [0xFF], [])
        case "big":
            let padded: JSON = ["padding": .string(String(repeating: "x", count: 40_000)), "echo": json]
            return Self.response(200, "application/json", padded.bytes(.compact), headers(known))
        case "huge": return Self.response(200, "text/plain", Array(String(repeating: echo.joined(), count: 400).utf8), headers(known))
        case "fail": return Self.response(500, "text/plain", Array(("it broke at " + echo.joined(separator: " ")).utf8), headers(known))
        case "refuse": return Self.response(403, "application/json", json.bytes(.compact), headers(known))
        case "moved":
            let place = known.map { Disguise.all(of: $0).first { $0.name == "percent" }?.text ?? "" }.joined(separator: "/")
            return Self.response(302, "text/plain", [], ["Location: /v1/\(place)"])
        default: return Self.response(200, "application/json", json.bytes(.compact), headers(known))
        }
    }

    /// One header a form, as far as a header can carry it.
    private func headers(_ known: [String]) -> [String] {
        known.flatMap { Disguise.all(of: $0) }.enumerated().compactMap { number, form in
            form.text.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? "X-Echo-\(number): \(form.text)" : nil
        }
    }

    private static func completion(_ isBad: Bool, _ echo: [String]) -> [UInt8] {
        let text = JSON.string("you sent " + echo.joined(separator: " "))
        if isBad { return response(401, "application/json", JSON.object(["error": ["message": text]]).bytes(.compact), []) }
        let body: JSON = [
            "id": "c", "object": "chat.completion", "model": "m", "usage": ["prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2],
            "choices": [["index": 0, "finish_reason": "stop", "message": ["role": "assistant", "content": text]]],
        ]
        return response(200, "application/json", body.bytes(.compact), [])
    }

    private static func response(_ status: Int, _ type: String, _ body: [UInt8], _ headers: [String]) -> [UInt8] {
        let lines = ["HTTP/1.1 \(status) X", "Content-Type: \(type)", "Content-Length: \(body.count)", "Connection: close"] + headers
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }
}
