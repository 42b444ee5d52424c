import JSON
import Synchronization
import Testing

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

    init(_ ground: Ground, environment more: [String: String] = [:]) throws {
        let pipe = try Pipe()
        input = Mutex(pipe.writing)
        defer { close(pipe.reading) }
        program = try Program(
            [Ground.built("ratchet-sidecar")], in: ground.workspace, environment: ground.environment.merging(more) { $1 }, input: pipe.reading)
    }

    deinit { endInput() }

    /// The client goes away.
    func endInput() { if let input = input.withLock({ $0.take() }) { close(input) } }

    /// A request of revision 2026-07-28, and its result.
    func request(_ method: String, _ params: JSON.Object = [:]) async throws -> JSON {
        let id = last.add(1, ordering: .relaxed).newValue
        var params = params
        params["_meta"] = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
            "io.modelcontextprotocol/clientInfo": ["name": "end-to-end", "version": "1"],
        ]
        let message: JSON = ["jsonrpc": "2.0", "id": .int(Int64(id)), "method": .string(method), "params": .object(params)]
        let bytes = message.bytes(.compact) + [10]
        try #require(input.withLock { write($0 ?? -1, bytes, bytes.count) } == bytes.count)
        let line = try await program.line("\"id\":\(id),")
        return try #require(try JSON(parsing: Array(line.utf8))["result"], "\(line)")
    }

    /// A call of a tool: its structured content.
    func call(_ tool: String, _ arguments: JSON.Object = [:]) async throws -> JSON {
        let result = try await request("tools/call", ["name": .string(tool), "arguments": .object(arguments)])
        return try #require(result["structuredContent"], "\(result)")
    }
}
