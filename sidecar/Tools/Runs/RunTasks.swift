import CivilTime
import JSON
import MCP

/// Runs as tasks of the protocol. The id of a task is the id of its run, so it outlives clients, the sidecar and the server; behind the id of
/// a task that a skill's own tool made stands `.output`, for that is what it comes to.
struct RunTasks: Sendable {
    let backend: any Backend

    /// Starts the run that a call of `run_skill` asks for.
    static func start(_ call: ToolCall) async throws(Trouble) -> TaskSnapshot { try snapshot(of: await RunTools.start(call)) }

    func task(_ id: String, isAwaited: Bool, _ context: CallContext) async throws(MCPError) -> TaskSnapshot {
        let name = try Name(id)
        var run = try await run(name, waiting: nil)
        var rounds = 0
        while isAwaited, !RunView.hasEnded(run), !Task.isCancelled {
            rounds += 1
            context.report(Double(rounds), RunView.sentence(run))
            run = try await self.run(name, waiting: Self.slice)
        }
        do throws(Trouble) { return try Self.snapshot(of: run, asOutput: name.isOutput) } catch { throw .failed(error.headline) }
    }

    /// Asks the run to stop. Nothing happens to one that has ended; a token that may not cancel is refused with the scope it lacks.
    func cancel(_ id: String) async throws(MCPError) {
        let name = try Name(id)
        guard try await !RunView.hasEnded(run(name, waiting: nil)) else { return }
        do throws(BackendFailure) {
            _ = try await backend.post(["runs", name.run, "cancel"], ["reason": "the client cancelled its task"])
        } catch {
            throw Self.refusal(error, id)
        }
    }

    /// Runs that somebody started, newest first; those of loops and of other runs are nobody's task.
    func list(after cursor: String?) async throws(MCPError) -> TaskPage {
        let page: JSON
        do throws(BackendFailure) {
            page = try await backend.get(["runs"], cursor.map { [("cursor", $0)] } ?? [])
        } catch {
            if case .refused(_, "invalid_cursor", let message, _) = error { throw .invalidParameters(message) }
            throw Self.refusal(error, "")
        }
        let started = page.items("items").filter { ["api", "manual"].contains($0.text("trigger")) }
        do throws(Trouble) {
            var tasks: [TaskSnapshot] = []
            for run in started { tasks.append(try Self.snapshot(of: run)) }
            return TaskPage(tasks: tasks, next: page.text("next"))
        } catch {
            throw .failed(error.headline)
        }
    }

    /// What a run comes to is the result that `run_skill`, or the skill's own tool, gives; one that was stopped has none.
    static func snapshot(of run: JSON, asOutput: Bool = false) throws(Trouble) -> TaskSnapshot {
        guard let id = run.text("id"), let created = run.text("created_at").flatMap({ try? Instant(rfc3339: $0) }) else {
            throw Trouble(code: "unusable", headline: "The server told of a run without saying which.")
        }
        let updated = (run.text("finished_at") ?? run.text("started_at")).flatMap { try? Instant(rfc3339: $0) }
        let status: TaskSnapshot.Status =
            switch run.text("state") {
            case "cancelled", "terminated": .cancelled
            case _ where RunView.hasEnded(run) && asOutput: .completed(output(of: run))
            case _ where RunView.hasEnded(run): .completed(ToolResult(structured: .object(RunView.detail(run, isFull: false))))
            default: .working
            }
        let name = id + (asOutput ? Name.suffix : "")
        let message = RunView.hasEnded(run) ? "run \(id) ended as \(run.text("state") ?? "")" : RunView.sentence(run)
        return TaskSnapshot(
            id: name, status: status, message: message, created: created, updated: updated ?? created, timeToLive: nil, pollInterval: .seconds(1))
    }

    /// What the server waits at once, in seconds; after each the client hears that the call is alive.
    private static let slice = 5

    private static func output(of run: JSON) -> ToolResult {
        do throws(Trouble) { return try SkillTools.output(of: run) } catch { return error.result }
    }

    /// A task is named by a run's whole id: the start of one could be another's tomorrow.
    private struct Name {
        static let suffix = ".output"

        let run: String
        let isOutput: Bool

        init(_ id: String) throws(MCPError) {
            isOutput = id.hasSuffix(Self.suffix)
            run = isOutput ? String(id.dropLast(Self.suffix.count)) : id
            guard run.utf8.count == 36 else { throw .unknownTask(id) }
        }
    }

    private func run(_ name: Name, waiting seconds: Int?) async throws(MCPError) -> JSON {
        do throws(BackendFailure) {
            return try await backend.get(["runs", name.run], seconds.map { [("wait", String($0))] } ?? [])
        } catch {
            throw Self.refusal(error, name.run)
        }
    }

    private static func refusal(_ failure: BackendFailure, _ id: String) -> MCPError {
        switch failure {
        case .refused(404, _, _, _): .unknownTask(id)
        case .refused(403, _, let message, _): .failed("the task was not cancelled: \(message)")
        case .refused(_, _, let message, _): .failed(message)
        case .unavailable(let reason): .failed(reason)
        }
    }
}
