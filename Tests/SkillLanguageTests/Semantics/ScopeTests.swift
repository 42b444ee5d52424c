import JSON
import Testing

/// What a place in a skill can see of the others.
@Suite struct ScopeTests {
    @Test func `all values of one set are computed from what was known before`() throws {
        let steps = #"[{"id": "a", "set": {"x": 1, "y": 2}}, {"id": "b", "set": {"x": "${vars.y}", "y": "${vars.x}"}}]"#
        try Scenario.expect("${[vars.x, vars.y]}", is: [2, 1], after: steps)
    }

    @Test func `a skipped step is absent, and its place in a list has the value null`() throws {
        let steps = #"""
            [{"id": "a", "when": "false", "call": "echo", "with": {"n": 1}}, {"id": "b", "do": [{"id": "c", "when": "false", "set": {"x": 1}}]}]
            """#
        try Scenario.expect("${[has(steps.a), has(steps.c), has(vars.x), steps.b]}", is: [false, false, false, nil], after: steps)
    }

    @Test func `steps inside do stay visible after it`() throws {
        let steps = #"[{"id": "group", "do": [{"id": "inner", "call": "echo", "with": {"n": 1}}]}]"#
        try Scenario.expect("${steps.inner.n + steps.group.n}", is: 2, after: steps)
    }

    static let containers = [
        #"{"id": "box", "switch": {"cases": [{"when": "true", "steps": [INNER]}]}}"#,
        #"{"id": "box", "switch": {"cases": [{"when": "false", "steps": [{"id": "other", "set": {"o": 1}}]}], "else": [INNER]}}"#,
        #"{"id": "box", "parallel": {"branches": {"a": [INNER], "b": [{"id": "other", "set": {"o": 1}}]}}}"#,
        #"{"id": "box", "each": {"in": [1], "as": "x", "steps": [INNER]}}"#,
        #"{"id": "box", "repeat": {"max": 1, "steps": [INNER]}}"#,
        #"{"id": "box", "fail": {"type": "custom.x", "message": "m"}, "catch": [{"steps": [INNER]}]}"#,
    ]

    @Test(arguments: containers) func `steps inside any other container are not visible after it`(container: String) throws {
        let inner = #"{"id": "inner", "call": "echo", "with": {"n": 1}}"#
        let steps = "[" + container.split(separator: "INNER").joined(separator: inner) + "]"
        try Scenario.expect("${[has(steps.inner), has(steps.box)]}", is: [false, true], after: steps)
    }

    @Test(arguments: zip(containers, [true, true, false, false, true, true]))
    func `branches and items have a copy of the variables, all others share them`(container: String, isShared: Bool) throws {
        let inner = #"{"id": "inner", "set": {"x": 2}}"#
        let body = container.split(separator: "INNER").joined(separator: inner)
        try Scenario.expect("${vars.x}", is: isShared ? 2 : 1, after: #"[{"id": "first", "set": {"x": 1}}, \#(body)]"#)
    }

    @Test func `do shares the variables`() throws {
        try Scenario.expect("${vars.x}", is: 2, after: #"[{"id": "a", "set": {"x": 1}}, {"id": "b", "do": [{"id": "c", "set": {"x": 2}}]}]"#)
    }

    @Test func `one branch does not see what another sets`() throws {
        let steps = #"""
            [{"id": "a", "set": {"x": 1}},
             {"id": "both", "parallel": {"branches": {
                "l": [{"id": "set_it", "set": {"x": 2}}, {"id": "left", "call": "echo", "with": {"x": "${vars.x}"}}],
                "r": [{"id": "pause", "call": "wait", "with": {"for": "1s"}}, {"id": "right", "call": "echo", "with": {"x": "${vars.x}"}}]}}}]
            """#
        try Scenario.expect("${[steps.both.l.x, steps.both.r.x]}", is: [2, 1], after: steps)
    }

    @Test func `a step sees the steps before it in the lists around it`() throws {
        let steps = #"""
            [{"id": "a", "call": "echo", "with": {"n": 1}},
             {"id": "box", "each": {"in": [1], "as": "x", "steps": [
                {"id": "b", "call": "echo", "with": {"n": "${steps.a.n + 1}"}},
                {"id": "in_box", "repeat": {"max": 1, "steps": [{"id": "c", "call": "echo", "with": {"n": "${steps.a.n + steps.b.n}"}}]}}]}}]
            """#
        try Scenario.expect("${steps.box[0].n}", is: 3, after: steps)
    }

    @Test func `each knows its item and its index`() throws {
        let steps = #"""
            [{"id": "box", "each": {"in": ["a", "b"], "as": "x", "steps": [{"id": "e", "call": "echo", "with": {"t": "${x}${index}"}}],
            "yield": "${steps.e.t}"}}]
            """#
        try Scenario.expect("${steps.box}", is: ["a0", "b1"], after: steps)
    }

    @Test func `repeat knows its round, from 0, and the steps of the round before`() throws {
        let steps = #"""
            [{"id": "box", "repeat": {"max": 3, "steps": [
                {"id": "e", "call": "echo", "with": {"i": "${iteration}", "before": "${has(prev.e) ? prev.e.i : -1.0}"}}]}}]
            """#
        try Scenario.expect("${[steps.box.i, steps.box.before]}", is: [2, 1], after: steps)
    }

    @Test func `a round does not see the steps of the round before but in prev`() throws {
        let steps = #"""
            [{"id": "box", "repeat": {"max": 2, "steps": [{"id": "p", "call": "echo", "with": {"seen": "${has(steps.q)}"}}, {"id": "q",
            "set": {"x": 1}}], "yield": "${steps.p.seen}"}}]
            """#
        try Scenario.expect("${steps.box}", is: false, after: steps)
    }

    @Test func `as knows the raw value as out, and its value is the step's`() throws {
        try Scenario.expect("${steps.a}", is: 3, after: #"[{"id": "a", "call": "echo", "with": {"n": 1}, "as": "${out.n + 2}"}]"#)
    }

    @Test func `catch knows the error`() throws {
        let steps = #"""
            [{"id": "a", "call": "http", "with": {"method": "GET", "url": "https://a.example.com"}, "retry": {"attempts": 2, "jitter": "none"},
              "catch": [{"value": "${[error.type, error.message, error.step, error.attempts, error.details.why]}"}]}]
            """#
        let mocks = #"{"a": {"error": {"type": "http.5xx.503", "message": "busy", "details": {"why": "night"}}}}"#
        try Scenario.expect("${steps.a}", is: ["http.5xx.503", "busy", "a", 2, "night"], after: steps, mocks: mocks)
    }

    @Test func `run now is the end of the latest call before the place`() throws {
        let steps = #"""
            [{"id": "start", "set": {"t0": "${string(run.now)}"}}, {"id": "w", "call": "wait", "with": {"for": "2s"}},
             {"id": "after", "set": {"t1": "${string(run.now)}"}},
             {"id": "both", "parallel": {"branches": {
                "fast": [{"id": "f", "call": "wait", "with": {"for": "1s"}}, {"id": "ft", "call": "echo", "with": {"t": "${string(run.now)}"}}],
                "slow": [{"id": "s", "call": "wait", "with": {"for": "5s"}}]}}}]
            """#
        try Scenario.expect(
            "${[vars.t0, vars.t1, steps.both.fast.t, string(run.now)]}",
            is: ["2026-01-01T00:00:00Z", "2026-01-01T00:00:02Z", "2026-01-01T00:00:03Z", "2026-01-01T00:00:07Z"], after: steps)
    }
}
