import CivilTime
import JSON
import SkillLanguage
import Testing

@testable import Engine
@testable import Store

/// The disk is full while a run is under way.
@Suite struct FullDiskTests {
    private static func limit(_ engine: Engine, pages: Int) async throws {
        let store = try #require(engine.store as? SQLiteStore)
        try await store.writer.write(size: 0) { connection throws(StoreError) in
            _ = try connection.first(composed: "PRAGMA max_page_count = \(pages)", []) { $0.count() }
        }
    }

    @Test func `a run waits for room, refuses nothing it did, makes no call twice, and goes on; new runs are refused meanwhile`() async throws {
        let bench = try Workbench([skill("two", steps: [RunTests.call("a"), RunTests.call("b")])])
        let (reached, release) = (Signpost(), Signpost())
        let large = JSON.string(String(repeating: "x", count: 400_000))
        let http = ScriptedCallable { call, _ in
            guard call.request.step == "a" else { return Outcome(.success([:])) }
            reached.pass()
            await release.wait()
            return Outcome(.success(["n": large]))
        }
        try await bench.session([http]) { engine in
            let run = try await engine.start(StartRequest(skill: "two", input: [:], trigger: .manual))
            await reached.wait()
            // No page more than there is.
            try await Self.limit(engine, pages: 1)
            let tried = bench.time.now()
            release.pass()
            await bench.time.whenSomebodySleeps(until: tried + .milliseconds(200))
            await #expect(throws: StoreError.self) {
                _ = try await engine.start(StartRequest(skill: "two", input: ["pad": large], trigger: .manual))
            }
            #expect(try await engine.store.run(run.id).state == .running && http.steps == ["a"])
            try await Self.limit(engine, pages: 1_000_000)
            bench.time.advance(by: .seconds(10))
            await engine.settled(run.id)
            #expect(try await engine.store.run(run.id).state == .succeeded && http.steps == ["a", "b"])
        }
    }
}
