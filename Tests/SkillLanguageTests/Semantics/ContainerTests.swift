import JSON
import Testing

/// What the verbs that hold steps do and give.
@Suite struct ContainerTests {
    @Test(arguments: [("1", "one"), ("2", "few"), ("9", "many")])
    func `switch runs the first case that holds, else the else`(n: String, value: String) throws {
        let steps = #"""
            [{"id": "pick", "switch": {"cases": [
                {"when": "N == 1", "steps": [{"id": "a", "call": "echo", "with": {"v": "one"}}]},
                {"when": "N < 5", "steps": [{"id": "b", "call": "echo", "with": {"v": "few"}}]}],
              "else": [{"id": "c", "call": "echo", "with": {"v": "many"}}]}}]
            """#.split(separator: "N").joined(separator: n)
        try Scenario.expect("${steps.pick.v}", is: .string(value), after: steps)
    }

    @Test func `a switch without a case that holds has the value null`() throws {
        try Scenario.expect(
            "${steps.pick}", is: nil, after: #"[{"id": "pick", "switch": {"cases": [{"when": "false", "steps": [{"id": "a", "set": {"x": 1}}]}]}}]"#)
    }

    static let members = #"""
        "a": [{"id": "good", "call": "echo", "with": {"n": 1}}],
        "b": [{"id": "bad", "fail": {"type": "custom.bad", "message": "no", "details": {"k": 1}}}]
        """#

    @Test func `collected branches tell whether they succeeded, with value or error`() throws {
        try Scenario.expect(
            "${[steps.p.a, steps.p.b.ok, steps.p.b.error.type, steps.p.b.error.details.k]}",
            is: [["ok": true, "value": ["n": 1]], false, "custom.bad", 1],
            after: #"[{"id": "p", "parallel": {"errors": "collect", "branches": {\#(Self.members)}}}]"#)
    }

    @Test func `collected items tell whether they succeeded, with value or error`() throws {
        let steps = #"""
            [{"id": "e", "each": {"in": [1, 0], "as": "x", "errors": "collect", "steps": [
                {"id": "check", "when": "x == 0.0", "fail": {"type": "custom.zero", "message": "zero"}},
                {"id": "ok", "call": "echo", "with": {"x": "${x}"}}]}}]
            """#
        try Scenario.expect(
            "${[steps.e[0], steps.e[1].ok, steps.e[1].error.type]}", is: [["ok": true, "value": ["x": 1]], false, "custom.zero"], after: steps)
    }

    @Test func `collect does not hold back the run's own limits`() throws {
        let calls = #"{"id": "e", "each": {"in": [1, 2, 3], "as": "x", "errors": "collect", "steps": [{"id": "c", "call": "echo"}]}}"#
        try Scenario.expect(error: "limits.calls", after: "[\(calls)]", limits: #"{"calls": 2}"#)
    }

    @Test(arguments: [
        #"{"id": "p", "parallel": {"branches": {"a": [{"id": "bad", "fail": {"type": "custom.bad", "message": "no"}}], "b": [SLOW]}}}"#,
        #"""
        {"id": "p", "each": {"in": [0, 1], "as": "x", "concurrency": 2, "steps": [{"id": "bad", "when": "x == 0.0", "fail": {"type": "custom.bad",
        "message": "no"}}, SLOW]}}
        """#,
    ])
    func `the first failure stops the other members and fails the step`(container: String) throws {
        let slow = #"{"id": "pause", "call": "wait", "with": {"for": "1s"}}, {"id": "late", "set": {"x": 1}}"#
        let steps = "[" + container.split(separator: "SLOW").joined(separator: slow) + "]"
        try Scenario.expect(error: "custom.bad", after: steps, notRan: #"["late"]"#)
    }

    @Test func `items keep the order of the input, whichever ends first`() throws {
        let steps = #"""
            [{"id": "e", "each": {"in": [3, 1, 2], "as": "x", "concurrency": 3, "steps": [{"id": "w", "call": "wait", "with": {"for": "${x}s"}}],
            "yield": "${x}"}}]
            """#
        try Scenario.expect("${steps.e}", is: [3, 1, 2], after: steps)
    }

    @Test(arguments: [(1, "04"), (2, "02"), (4, "01")]) func `no more items than allowed are under way`(concurrency: Int, seconds: String) throws {
        let steps = #"""
            [{"id": "e", "each": {"in": [1, 2, 3, 4], "as": "x", "concurrency": \#(concurrency), "steps": [{"id": "w", "call": "wait",
            "with": {"for": "1s"}}]}}]
            """#
        try Scenario.expect("${string(run.now)}", is: .string("2026-01-01T00:00:\(seconds)Z"), after: steps)
    }

    @Test func `branches run at the same time`() throws {
        let steps = #"""
            [{"id": "p", "parallel": {"branches": {"a": [{"id": "x", "call": "wait", "with": {"for": "3s"}}], "b": [{"id": "y", "call": "wait",
            "with": {"for": "2s"}}]}}}]
            """#
        try Scenario.expect("${string(run.now)}", is: "2026-01-01T00:00:03Z", after: steps)
    }

    @Test func `no items give an empty list`() throws {
        try Scenario.expect("${steps.e}", is: [], after: #"[{"id": "e", "each": {"in": [], "as": "x", "steps": [{"id": "s", "set": {"y": 1}}]}}]"#)
    }

    @Test func `more items than allowed are each too_many, before any of them runs`() throws {
        let steps = #"[{"id": "e", "each": {"in": [1, 2, 3], "as": "x", "max_items": 2, "steps": [{"id": "s", "set": {"y": 1}}]}}]"#
        try Scenario.expect(error: "each.too_many", after: steps, notRan: #"["s"]"#)
    }

    @Test func `what is no list cannot be gone through`() throws {
        try Scenario.expect(error: "expr.type", after: #"[{"id": "e", "each": {"in": "${1}", "as": "x", "steps": [{"id": "s", "set": {"y": 1}}]}}]"#)
    }

    // MARK: repeat

    @Test func `rounds end when the condition holds after one`() throws {
        let steps = #"""
            [{"id": "r", "repeat": {"max": 9, "until": "steps.e.i >= 2.0", "steps": [{"id": "e", "call": "echo", "with": {"i": "${iteration}"}}]}}]
            """#
        try Scenario.expect("${steps.r.i}", is: 2, after: steps)
    }

    @Test func `rounds that never meet the condition are repeat exhausted`() throws {
        let steps = #"[{"id": "r", "repeat": {"max": 2, "until": "false", "steps": [{"id": "e", "set": {"x": 1}}]}}]"#
        try Scenario.expect(error: "repeat.exhausted", after: steps)
    }

    @Test func `an exhausted repeat can keep the value of its last round`() throws {
        let steps = #"""
            [{"id": "r", "repeat": {"max": 2, "until": "false", "exhausted": "keep", "steps": [{"id": "e", "call": "echo",
            "with": {"i": "${iteration}"}}], "yield": "${steps.e.i * 10}"}}]
            """#
        try Scenario.expect("${steps.r}", is: 10, after: steps)
    }

    @Test func `without a condition all rounds run, with the delay between them`() throws {
        let steps = #"[{"id": "r", "repeat": {"max": 3, "delay": "2s", "steps": [{"id": "e", "call": "wait", "with": {"for": "1s"}}]}}]"#
        try Scenario.expect("${string(run.now)}", is: "2026-01-01T00:00:07Z", after: steps)
    }
}
