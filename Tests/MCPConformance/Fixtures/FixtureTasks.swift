import CivilTime
import JSON
import MCP
import Synchronization

/// Tools whose calls become tasks, and the tasks.
final class FixtureTasks: Sendable {
    static let list: [Tool] = [
        Tool(name: "slow_compute", description: "Computes for some seconds.", inputSchema: seconds, mayBecomeTask: true),
        Tool(name: "failing_job", description: "A task whose tool finds an error. Needs a client that takes tasks.", mayBecomeTask: true),
        Tool(name: "protocol_error_job", description: "A task that cannot be carried out."),
        Tool(name: "confirm_delete", description: "A task that asks before it ends."),
        Tool(name: "multi_input", description: "A task that asks two things."),
        Tool(name: "test_tool_with_task", description: "Asks for a name, then goes on as a task."),
    ]

    private static let seconds: JSON = ["type": "object", "properties": ["seconds": ["type": "number", "minimum": 0, "maximum": 60]]]

    private struct Job {
        var snapshot: TaskSnapshot
        /// When a job that works is done, and what it comes to then.
        var due: Instant
        var end: TaskSnapshot.Status
    }

    private let jobs = Mutex<[String: Job]>([:])
    private let now: @Sendable () -> Instant

    init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }

    func call(_ tool: String, _ arguments: JSON.Object, _ context: CallContext) throws -> Outcome<ToolResult> {
        switch tool {
        case "slow_compute":
            let time = Duration.seconds(arguments["seconds"]?.double ?? 0)
            let result = ToolResult("Computed.")
            return context.wantsTask ? start(.working, for: time, .completed(result)) : .complete(result)
        case "failing_job": return start(.working, for: .zero, .completed(ToolResult("The job has failed.", isError: true)))
        case "protocol_error_job": return start(.working, for: .zero, .failed(.failed("the job went down")))
        case "confirm_delete":
            let question = InputRequest.form("Delete it?", ["type": "object", "properties": ["confirm": ["type": "boolean"]]])
            return start(.inputRequired(["confirm": question]), for: .zero, .completed(ToolResult("Decided.")))
        case "multi_input":
            let questions = ["first": InputTools.name, "second": InputTools.name]
            return start(.inputRequired(questions), for: .zero, .completed(ToolResult("Both came.")))
        case "test_tool_with_task":
            guard case .accepted(let fields)? = context.form("user_name") else { return .inputRequired(["user_name": InputTools.name]) }
            return start(.working, for: .zero, .completed(ToolResult("Hello, \(fields.text("name"))!")))
        default: throw MCPError.invalidParameters("there is no tool \(tool.debugDescription)")
        }
    }

    func all() throws -> [TaskSnapshot] { try jobs.withLock { $0.keys.sorted() }.map(snapshot) }

    func snapshot(_ id: String) throws -> TaskSnapshot {
        let now = now()
        return try change(id) { job in
            if case .working = job.snapshot.status, now >= job.due {
                job.snapshot.status = job.end
                job.snapshot.updated = now
            }
        }
    }

    func answer(_ id: String, _ responses: JSON.Object) throws {
        _ = try change(id) { job in
            guard case .inputRequired(let open) = job.snapshot.status else { return }
            let left = open.filter { responses[$0.key] == nil }
            job.snapshot.status = left.isEmpty ? .working : .inputRequired(left)
        }
    }

    func cancel(_ id: String) throws {
        _ = try snapshot(id)
        _ = try change(id) { job in
            switch job.snapshot.status {
            case .working, .inputRequired: job.snapshot.status = .cancelled
            case .completed, .failed, .cancelled: break
            }
        }
    }

    private func change(_ id: String, _ edit: (inout Job) -> Void) throws -> TaskSnapshot {
        let snapshot = jobs.withLock { jobs -> TaskSnapshot? in
            guard var job = jobs[id] else { return nil }
            edit(&job)
            jobs[id] = job
            return job.snapshot
        }
        guard let snapshot else { throw MCPError.unknownTask(id) }
        return snapshot
    }

    private func start(_ status: TaskSnapshot.Status, for time: Duration, _ end: TaskSnapshot.Status) -> Outcome<ToolResult> {
        let now = now()
        return jobs.withLock { jobs in
            let snapshot = TaskSnapshot(
                id: "task-\(jobs.count + 1)", status: status, created: now, updated: now, timeToLive: .seconds(3600), pollInterval: .milliseconds(50))
            jobs[snapshot.id] = Job(snapshot: snapshot, due: now + time, end: end)
            return .task(snapshot)
        }
    }
}
