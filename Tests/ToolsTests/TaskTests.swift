import CivilTime
import JSON
import MCP
import Synchronization
import Testing

@testable import Tools

/// Runs as tasks.
@Suite struct TaskTests {
    private static let id = "01a1fe71-b9ca-7f0b-a096-04f9fff23978"
    private let takesTasks = CallContext(
        client: Client(revision: .july2026, capabilities: ["extensions": ["io.modelcontextprotocol/tasks": [:]]]), wantsTask: true)

    private func content(_ backend: any Backend) -> RatchetContent { Desk(backend).content }

    @Test func `a client that takes tasks gets the run as one at once`() async throws {
        let backend = ScriptedBackend(["POST runs": .success(Documents.run("running"))])
        let outcome = try await content(backend).call("run_skill", ["skill": "greet", "wait_seconds": 120], takesTasks)
        guard case .task(let task) = outcome else { throw Desk.Unfinished() }
        #expect(task.id == Self.id && !task.hasEnded && task.timeToLive == nil)
        #expect(task.message == "run \(Self.id) is running, 1 call done")
        #expect(task.created == (try Instant(rfc3339: "2026-11-21T14:10:28.426Z")))
        #expect(backend.questions == ["POST runs"])
        #expect(try await content(backend).tools(takesTasks).filter(\.mayBecomeTask).map(\.name) == ["run_skill"])
    }

    @Test func `a client without tasks hears how far a long run is`() async throws {
        let backend = ScriptedBackend([
            "POST runs": .success(Documents.run("running")), "GET runs/\(Self.id)?wait=5": .success(Documents.run("running")),
            "GET runs/\(Self.id)?wait=2": .success(Documents.run("succeeded")),
        ])
        let notices = Mutex<[CallNotice]>([])
        let context = CallContext(client: Client(revision: .july2026)) { notice in notices.withLock { $0.append(notice) } }
        guard case .complete = try await content(backend).call("run_skill", ["skill": "greet", "wait_seconds": 12], context) else {
            throw Desk.Unfinished()
        }
        let running = "run \(Self.id) is running, 1 call done"
        let told = [
            CallNotice.progress(0, total: nil, message: "run \(Self.id) started"), .progress(5, total: 12, message: running),
            .progress(10, total: 12, message: running),
        ]
        #expect(notices.withLock { $0 } == told)
    }

    @Test func `what cannot be started is a result that says why`() async throws {
        let outcome = try await content(ScriptedBackend()).call("run_skill", ["skill": "nobody"], takesTasks)
        guard case .complete(let result) = outcome else { throw Desk.Unfinished() }
        #expect(result.isError && result["code"] == "unknown_run")
    }

    @Test func `a task is told by its run, from its start to its result`() async throws {
        func task(_ run: JSON) async throws -> TaskSnapshot {
            try await content(ScriptedBackend(["GET runs/\(Self.id)": .success(run)])).task(Self.id, isAwaited: false, takesTasks)
        }
        let waiting = Documents.changed(Documents.run("waiting")) { $0["wait"] = ["kind": "human"] }
        #expect(try await task(waiting).message?.contains("waits for a person") == true)
        let done = try await task(Documents.run("succeeded", output: ["text": "hi"]))
        guard case .completed(let result) = done.status else { throw Desk.Unfinished() }
        #expect(result["state"] == "succeeded" && result["output"] == ["text": "hi"])
        guard case .completed(let failed) = try await task(Documents.run("failed")).status else { throw Desk.Unfinished() }
        #expect(failed["state"] == "failed")
        for state in ["cancelled", "terminated"] {
            guard case .cancelled = try await task(Documents.run(state)).status else { throw Desk.Unfinished() }
        }
    }

    @Test func `a task is awaited until its run has ended`() async throws {
        let backend = ScriptedBackend([
            "GET runs/\(Self.id)": .success(Documents.run("running")), "GET runs/\(Self.id)?wait=5": .success(Documents.run("succeeded")),
        ])
        #expect(try await content(backend).task(Self.id, isAwaited: true, takesTasks).hasEnded)
    }

    @Test func `only a whole id names a task`() async throws {
        let backend = ScriptedBackend(["GET runs/01a1": .success(Documents.run("running"))])
        for id in ["01a1", "01a1fe71-b9ca-7f0b-a096-000000000000", ""] {
            await #expect(throws: MCPError.unknownTask(id)) { try await content(backend).task(id, isAwaited: false, takesTasks) }
        }
        await #expect(throws: MCPError.unknownTask("01a1")) { try await content(backend).cancel("01a1", takesTasks) }
    }

    @Test func `a task is cancelled by who may, and one that has ended is left alone`() async throws {
        let running = ["GET runs/\(Self.id)": Result<JSON, BackendFailure>.success(Documents.run("running"))]
        let may = ScriptedBackend(running.merging(["POST runs/\(Self.id)/cancel": .success(Documents.run("cancelled"))]) { $1 })
        try await content(may).cancel(Self.id, takesTasks)
        #expect(may.questions.last == "POST runs/\(Self.id)/cancel")
        let refused = ScriptedBackend.refused(403, "scope", "this needs a token of scope operator")
        let mayNot = ScriptedBackend(running.merging(["POST runs/\(Self.id)/cancel": refused]) { $1 })
        await #expect(throws: MCPError.failed("the task was not cancelled: this needs a token of scope operator")) {
            try await content(mayNot).cancel(Self.id, takesTasks)
        }
        let ended = ScriptedBackend(["GET runs/\(Self.id)": .success(Documents.run("succeeded"))])
        try await content(ended).cancel(Self.id, takesTasks)
        #expect(ended.questions == ["GET runs/\(Self.id)"])
    }

    @Test func `tasks are the runs that somebody started`() async throws {
        let loop = Documents.changed(Documents.run("running")) { $0["trigger"] = "schedule" }
        let backend = ScriptedBackend(["GET runs": .success(["items": [Documents.run("failed"), loop], "next": "c"])])
        let page = try await content(backend).tasks(after: nil, takesTasks)
        #expect(page.tasks.map(\.id) == [Self.id] && page.next == "c")
    }
}
