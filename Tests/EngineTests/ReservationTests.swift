import Engine
import JSON
import SkillLanguage
import Store
import Synchronization
import Testing

/// What calls under way may use is kept back from those that begin beside them.
@Suite struct ReservationTests {
    /// Says how much it may use, and ends when all have begun.
    private final class Spender: Callable {
        let name = "http"
        private let remaining = Mutex<[Int]>([])
        private let (together, all): (Signpost, Int)

        init(together: Signpost, all: Int) { (self.together, self.all) = (together, all) }

        func reach(of arguments: JSON) -> Reach { .read }
        func reservation(of request: CallRequest) -> Reservation { Reservation(calls: 0, tokens: min(400, request.remaining.tokens), costUSD: 0) }
        func perform(_ invocation: Invocation) async -> Outcome {
            let begun = remaining.withLock { $0.append(invocation.request.remaining.tokens); return $0.count }
            if begun == all { together.pass() }
            await together.wait()
            return Outcome(.success([:]), usage: Usage(calls: 0, inputTokens: 100, outputTokens: 0, costUSD: 0))
        }
        var seen: [Int] { remaining.withLock { $0.sorted(by: >) } }
    }

    private static func branches(_ step: (String) -> JSON) -> JSON {
        [["id": "both", "parallel": ["branches": ["a": [step("a")], "b": [step("b")], "c": [step("c")]]]]]
    }

    @Test func `parallel calls share the run's tokens, and what was not used is given back`() async throws {
        let limits: JSON = ["duration": "1h", "calls": 10, "tokens": 1000, "cost_usd": 1]
        var steps = Self.branches { RunTests.call($0) }.array ?? []
        steps.append(RunTests.call("after"))
        let bench = try Workbench([skill("spend", steps: .array(steps), more: ["limits": limits])])
        let together = Signpost()
        let spender = Spender(together: together, all: 3)
        let run = try await bench.session([spender]) { engine in try await RunTests.finished(engine, "spend") }
        #expect(run.state == .succeeded)
        #expect(spender.seen == [1000, 700, 600, 200])
    }

    @Test func `called skills get no more calls together than their caller has left`() async throws {
        let inner = skill("inner", steps: [RunTests.call("x"), RunTests.call("y")], more: ["limits": ["duration": "1m", "calls": 4]])
        let outer = skill(
            "outer", steps: Self.branches { ["id": .string($0), "call": "skill:inner@^1", "with": [:], "catch": [["on": ["*"], "value": ["failed": true]]]] },
            more: ["permits": ["skills": ["inner@^1"]], "limits": ["duration": "1h", "calls": 8]])
        let bench = try Workbench([inner, outer])
        try await bench.session([ScriptedCallable()]) { engine in
            let run = try await RunTests.finished(engine, "outer")
            let children = try await engine.store.children(of: run.key.rowID)
            var given: [Int] = []
            for child in children {
                let limits = try JSON(parsing: #require(try await engine.store.run(child.id).limits))
                given.append(Int(limits["calls"]?.int ?? -1))
            }
            // Three calls of the caller's own are made; five are left to share.
            #expect(given.sorted(by: >) == [4, 1, 0])
            #expect(run.usage.calls <= 8)
        }
    }
}
