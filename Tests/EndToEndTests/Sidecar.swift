import JSON
import Synchronization
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An agent's client: the built `ratchet-sidecar` at the other end of two pipes.
final class Sidecar: Sendable {
    let program: Program
    private let input: Mutex<Int32?>
    private let last = Atomic(0)

    init(_ ground: Ground, arguments: [String] = [], environment more: [String: String] = [:]) throws {
        // A sidecar that is gone is an error of the test, and not its end.
        signal(SIGPIPE, SIG_IGN)
        let pipe = try Pipe()
        input = Mutex(pipe.writing)
        defer { close(pipe.reading) }
        program = try Program(
            [Ground.built("ratchet-sidecar")] + arguments, in: ground.workspace, environment: ground.environment.merging(more) { $1 },
            input: pipe.reading)
    }

    deinit { endInput() }

    /// The client goes away.
    func endInput() { if let input = input.withLock({ $0.take() }) { close(input) } }

    /// A request of revision 2026-07-28, and its result.
    func request(_ method: String, _ params: JSON.Object = [:], capabilities: JSON = [:], meta: JSON.Object = [:]) async throws -> JSON {
        let reply = try await reply(to: method, params, capabilities: capabilities, meta: meta)
        return try #require(reply["result"], "\(reply)")
    }

    /// The same with the whole answer, which may be an error.
    func reply(to method: String, _ params: JSON.Object = [:], capabilities: JSON = [:], meta: JSON.Object = [:]) async throws -> JSON {
        let id = try send(method, params, capabilities: capabilities, meta: meta)
        return try JSON(parsing: Array(try await program.line("\"id\":\(id),").utf8))
    }

    /// Sends a request without waiting for its answer.
    @discardableResult
    func send(_ method: String, _ params: JSON.Object = [:], capabilities: JSON = [:], meta: JSON.Object = [:]) throws -> Int {
        let id = last.add(1, ordering: .relaxed).newValue
        var params = params
        var full: JSON.Object = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": capabilities,
            "io.modelcontextprotocol/clientInfo": ["name": "end-to-end", "version": "1"],
        ]
        for (key, value) in meta { full[key] = value }
        params["_meta"] = .object(full)
        let message: JSON = ["jsonrpc": "2.0", "id": .int(Int64(id)), "method": .string(method), "params": .object(params)]
        try write(message.bytes(.compact) + [10])
        return id
    }

    /// Bytes as they are.
    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = input.withLock { descriptor in
                rest.withUnsafeBytes { systemWrite(descriptor ?? -1, $0.baseAddress, $0.count) }
            }
            try #require(count > 0)
            rest = rest.dropFirst(count)
        }
    }

    /// A call of a tool: its structured content.
    func call(_ tool: String, _ arguments: JSON.Object = [:]) async throws -> JSON {
        let result = try await request("tools/call", ["name": .string(tool), "arguments": .object(arguments)])
        return try #require(result["structuredContent"], "\(result)")
    }
}

extension Ground {
    /// Where the server is, by its own word.
    var url: String {
        get throws {
            let file = try #require(try Files.read(layout.server))
            let place = try JSON(parsing: file)
            return try #require(place["url"]?.string)
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }
