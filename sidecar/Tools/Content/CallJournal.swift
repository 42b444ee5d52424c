import CivilTime
import JSON
import MCP
import SkillLanguage
import Synchronization

/// Tells the server of each call of a tool: who, what, how it ended, how long it took. Arguments go as their hash alone.
final class CallJournal: Sendable {
    private let now: @Sendable () -> Instant
    private let telling = Mutex<[Int: Task<Void, Never>]>([:])
    private let last = Mutex(0)

    init(now: @escaping @Sendable () -> Instant) { self.now = now }

    /// Does the work and tells of it. The caller does not wait for the telling: a server that is down, or of a release without this route,
    /// loses the row and nothing else.
    func recording(
        _ tool: String, _ arguments: JSON.Object, _ client: Client, _ backend: any Backend, _ work: () async -> MCP.Outcome<ToolResult>
    ) async -> MCP.Outcome<ToolResult> {
        let start = now()
        let result = await work()
        let row = row(tool, arguments, client, result, took: now() - start)
        let number = last.withLock { number in
            number += 1
            return number
        }
        // A task of its own, so that the answer need not wait for it; `finish` waits for those that are left.
        telling.withLock { telling in
            telling[number] = Task { [weak self] in
                _ = try? await backend.post(["tool-calls"], row)
                self?.telling.withLock { _ = $0.removeValue(forKey: number) }
            }
        }
        return result
    }

    /// Returns when all that was done is told; when cancelled, at once.
    func finish() async {
        let tasks = telling.withLock { Array($0.values) }
        await withTaskCancellationHandler {
            for task in tasks { await task.value }
        } onCancel: {
            for task in tasks { task.cancel() }
        }
    }

    private func row(_ tool: String, _ arguments: JSON.Object, _ client: Client, _ outcome: MCP.Outcome<ToolResult>, took: Duration) -> JSON {
        var word = "ok"
        if case .complete(let result) = outcome, result.isError { word = result.structured?["code"]?.string ?? "error" }
        return [
            "tool": .string(tool), "arguments_hash": .string(ContentHash.of(.object(arguments))), "outcome": .string(word),
            "duration_ms": .int(max(0, took.milliseconds)), "client": client.information?["name"] ?? .null,
            "client_version": client.information?["version"] ?? .null,
        ]
    }
}
