import CivilTime
import JSON
import SkillLanguage
import Store
import Testing

@testable import Callables

@Suite struct RunsQueryCallableTests {
    @Test func `runs are found with their figures, newest first`() async throws {
        try await withStore { store in
            let version = Version(
                id: String(repeating: "a", count: 64), skill: "watch", label: "1.2.0", document: Array("{}".utf8), commit: nil, seenAt: .start)
            try await store.remember(version)
            try await run(1, in: store, version, .finished(state: .succeeded, output: Array("{}".utf8), errorType: nil, error: nil))
            try await run(2, in: store, version, .finished(state: .failed, output: nil, errorType: "http.timeout", error: Array("{}".utf8)))
            try await run(3, in: store, version, .none)

            let callable = RunsQueryCallable(history: store, time: SetTime(.start + .seconds(60)))
            let all = try #require(await callable.perform(invocation("runs.query", [:])).value)
            #expect(all["until"] == "2026-11-21T12:01:00Z")
            #expect(all["since"] == "2026-11-14T12:01:00Z")
            #expect(all["skills"]?[0]?["runs"] == 3)
            #expect(all["skills"]?[0]?["errors"] == [["type": "http.timeout", "count": 1]])
            #expect(all["runs"]?.array?.compactMap { $0["state"] } == ["running", "failed", "succeeded"])
            #expect(
                all["runs"]?[1]
                    == [
                        "id": .string(id(2)), "skill": "watch", "version": "1.2.0", "loop": nil, "state": "failed",
                        "started_at": "2026-11-21T12:00:02Z", "duration_ms": 1500, "error_type": "http.timeout", "cost_usd": 0.0,
                    ])
            #expect(all["runs"]?[0]?["duration_ms"] == .null)

            let failed = await callable.perform(invocation("runs.query", ["status": "failed", "limit": 1]))
            #expect(failed.value?["runs"]?.array?.count == 1)
            #expect(failed.value?["skills"]?[0]?["runs"] == 3, "figures are of all states")
            let none = await callable.perform(invocation("runs.query", ["since": "2026-11-21T12:00:30Z"]))
            #expect(none.value?["runs"] == [])
        }
    }

    @Test func `a history that cannot be read is a failure that may pass`() async throws {
        try await withStore { store in
            await store.close()
            let outcome = await RunsQueryCallable(history: store, time: SetTime()).perform(invocation("runs.query", [:]))
            #expect(outcome.failure?.type == "runs.query")
            #expect(outcome.failure?.retryable == true)
        }
    }

    private func id(_ number: Int) -> String { "01985c4e-0000-7000-8000-00000000000\(number)" }

    /// A run that starts `number` seconds after the start and takes one and a half.
    private func run(_ number: Int, in store: any Store, _ version: Version, _ change: Change) async throws {
        let at = Instant.start + .seconds(number)
        let run = try await store.createRun(
            NewRun(
                id: id(number), skill: version.skill, versionID: version.id, input: Array("{}".utf8), inputHash: "0", trigger: .manual, createdAt: at,
                state: .running))
        if change != .none { try await store.apply(RunTransition(run: run.key, entries: [], change: change, at: at + .milliseconds(1500))) }
    }
}
