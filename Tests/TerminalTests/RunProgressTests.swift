import CivilTime
import JSON
import Testing

@testable import Terminal

@Suite struct RunProgressTests {
    private func run(_ steps: Int, _ changes: JSON = ["state": "running"]) -> JSON {
        Samples.merged(Samples.merged(Samples.detail, ["steps": .array(Array(Samples.detail.items("steps").prefix(steps)))]), changes)
    }

    @Test func `each step is told once, when it finished`() {
        var progress = RunProgress()
        #expect(progress.lines(run(0), on: .plain) == [])
        #expect(
            progress.lines(run(2), on: .plain) == [
                "↻ metrics  http  120 ms  http.5xx.503: GET http://metrics/v1/summary answered 503", "✓ metrics (try 2)  http  95 ms",
            ])
        #expect(progress.lines(run(2), on: .plain) == [])
        #expect(progress.lines(run(3), on: .plain) == ["✓ sweep[0]/ping  http  33 ms"])
    }

    @Test func `a failed try is a retry only when the run tries again`() {
        var first = RunProgress(), second = RunProgress()
        #expect(first.lines(run(1, ["state": "waiting", "wait": ["kind": "retry"]]), on: .plain).first?.hasPrefix("↻") == true)
        #expect(second.lines(run(1, ["state": "failed"]), on: .plain).first?.hasPrefix("✗") == true)
    }

    @Test func `lines on a terminal fit it`() {
        var progress = RunProgress()
        let lines = progress.lines(run(6), on: Screen(width: 30, isTerminal: true))
        #expect(lines.allSatisfy { $0.columns <= 30 })
    }

    @Test func `the status says how far the run is and what it waits for`() {
        let waiting = run(2, ["state": "waiting", "wait": ["kind": "retry", "detail": "metrics"]])
        #expect(RunProgress.status(waiting, on: .plain, now: Samples.now) == "waiting for metrics, 2 calls done, 6m 0s")
    }

    @Test(arguments: [
        ("queued", false), ("running", false), ("waiting", false), ("paused", false), ("succeeded", true), ("failed", true), ("skipped", true),
    ])
    func `a run is over in its final states`(state: String, isOver: Bool) {
        #expect(RunProgress.isOver(["state": .string(state)]) == isOver)
    }

    @Test func `the ending has state, duration and cost`() {
        #expect(RunPage.ending(Samples.run(), on: .plain) == "succeeded in 2.3 s, 3 calls, 1,200 tokens in, 300 out, $0.0012")
        #expect(RunPage.ending(["state": "timed_out"], on: .plain) == "timed out")
    }
}
