import CivilTime
import Store
import Testing

@Suite struct ToolCallConformance {
    @Test(arguments: StoreFactory.all)
    func `calls of tools are kept as they were told, and listed latest first in pages`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            func call(_ second: Int, _ tool: String, client: String? = "inspector") -> ToolCallRecord {
                ToolCallRecord(
                    at: instant(second), token: "agent", client: client, clientVersion: client.map { _ in "3" }, tool: tool,
                    argumentsHash: String(repeating: "a", count: 64), outcome: "ok", duration: .milliseconds(7))
            }
            let calls = [call(1, "get_run"), call(2, "run_skill", client: nil), call(2, "get_run")]
            for call in calls { try await store.record(call) }
            let first = try await store.toolCalls(after: nil, limit: 2)
            #expect(first.items == [calls[2], calls[1]])
            #expect(first.next != nil)
            let rest = try await store.toolCalls(after: first.next, limit: 2)
            #expect(rest.items == [calls[0]] && rest.next == nil)
        }
    }
}
