import JSON
import Testing

/// How errors travel: catch, retry, timeout, limits.
@Suite struct FailureTests {
    private static let get = #""call": "http", "with": {"method": "GET", "url": "https://a.example.com"}"#

    // MARK: catch

    @Test(arguments: [
        ("http.5xx.503", "exact"), ("http.5xx.500", "group"), ("http.4xx.404", "all http"), ("timeout", "other"), ("custom.x", "other"),
    ])
    func `the first clause that covers the error answers, and its value is the step's`(type: String, value: String) throws {
        let steps = #"""
            [{"id": "a", \#(Self.get), "catch": [
                {"on": ["http.5xx.503"], "value": "exact"}, {"on": ["http.5xx"], "value": "group"}, {"on": ["http"], "value": "all http"},
                {"value": "other"}]}]
            """#
        try Scenario.expect("${steps.a}", is: .string(value), after: steps, mocks: #"{"a": {"error": {"type": "\#(type)"}}}"#)
    }

    @Test func `a name covers names below it and not names that begin alike`() throws {
        let steps = #"[{"id": "a", \#(Self.get), "catch": [{"on": ["http.5"], "value": 1}]}]"#
        try Scenario.expect(error: "http.5xx.503", after: steps, mocks: #"{"a": {"error": {"type": "http.5xx.503"}}}"#)
    }

    @Test func `steps of a clause give the step's value`() throws {
        let steps = #"""
            [{"id": "a", \#(Self.get), "catch": [{"on": ["http"], "steps": [{"id": "b", "call": "echo", "with": {"was": "${error.type}"}}]}]}]
            """#
        try Scenario.expect("${steps.a.was}", is: "http.tls", after: steps, mocks: #"{"a": {"error": {"type": "http.tls"}}}"#)
    }

    @Test func `an error in a clause is not caught by the same step`() throws {
        let steps = #"""
            [{"id": "a", \#(Self.get), "catch": [{"on": ["http"], "steps": [{"id": "b", "fail": {"type": "custom.again", "message": "m"}}]},
            {"value": 1}]}]
            """#
        try Scenario.expect(error: "custom.again", after: steps, mocks: #"{"a": {"error": {"type": "http.tls"}}}"#)
    }

    @Test func `what no clause covers goes to the step around, and keeps the step it came from`() throws {
        let steps = #"""
            [{"id": "outer", "do": [{"id": "a", \#(Self.get), "catch": [{"on": ["timeout"], "value": 1}]}], "catch": [{"value": "${error.step}"}]}]
            """#
        try Scenario.expect("${steps.outer}", is: "a", after: steps, mocks: #"{"a": {"error": {"type": "http.tls"}}}"#)
    }

    @Test func `an error of an expression can be caught`() throws {
        let steps = #"[{"id": "a", "set": {"x": "${input.nope}"}, "catch": [{"on": ["expr.eval"], "value": "caught"}]}]"#
        try Scenario.expect("${steps.a}", is: "caught", after: steps)
    }

    @Test func `an error in as can be caught`() throws {
        let steps = #"[{"id": "a", "call": "echo", "as": "${out.nope}", "catch": [{"on": ["expr"], "value": "caught"}]}]"#
        try Scenario.expect("${steps.a}", is: "caught", after: steps)
    }

    @Test func `fail ends the run with an error of the author's, which can be caught`() throws {
        let fail = #"{"id": "a", "fail": {"type": "custom.low", "message": "only ${1 + 1}", "details": {"n": 2}}"#
        try Scenario.expect(error: "custom.low", after: "[\(fail)}]")
        try Scenario.expect(
            "${[steps.a.message, steps.a.details]}", is: ["only 2", ["n": 2]],
            after: #"[\#(fail), "catch": [{"on": ["custom.low"], "value": "${error}"}]}]"#)
    }

    @Test func `the run's limits are caught by name only, and its time not at all`() throws {
        let two = #"{"id": "w", "call": "echo"}, {"id": "x", "call": "echo", "catch": [CLAUSE]}"#
        func steps(_ clause: String) -> String { "[" + two.split(separator: "CLAUSE").joined(separator: clause) + "]" }
        try Scenario.expect(error: "limits.calls", after: steps(#"{"value": 1}"#), limits: #"{"calls": 1}"#)
        try Scenario.expect("${steps.x}", is: 1, after: steps(#"{"on": ["limits.calls"], "value": 1}"#), limits: #"{"calls": 1}"#)
        let long = #"[{"id": "w", "call": "wait", "with": {"for": "2m"}, "catch": [{"on": ["limits", "timeout"], "value": 1}, {"value": 2}]}]"#
        try Scenario.expect(error: "limits.duration", after: long, limits: #"{"duration": "1m"}"#)
    }

    // MARK: retry

    private func retried(_ policy: String, _ type: String, more: String = "") throws -> [String] {
        let steps = #"[{"id": "a", \#(Self.get), "retry": \#(policy), "catch": [{"value": "${error.attempts}"}]}]"#
        let expect = #"{"output": {"t": "EXPECTED", "v": 0}}"#
        let mocks = #"{"a": {"error": {"type": "\#(type)"\#(more)}}}"#
        return try Scenario(
            steps: steps, result: #"{"t": "${string(run.now)}", "v": "${steps.a}"}"#, mocks: mocks, expect: expect
        ).problems()
    }

    @Test(arguments: [
        (#"{"attempts": 4, "jitter": "none"}"#, "00:07"), (#"{"attempts": 3, "initial": "10s", "factor": 3, "jitter": "none"}"#, "00:40"),
        (#"{"attempts": 4, "initial": "10s", "max_delay": "15s", "jitter": "none"}"#, "00:40"), (#"{"attempts": 1}"#, "00:00"),
        (#"{"attempts": 3, "initial": "10s", "factor": 1, "jitter": "none"}"#, "00:20"),
    ])
    func `the delay before the next try grows up to its bound`(policy: String, time: String) throws {
        #expect(try retried(policy, "http.5xx.503").first?.contains("2026-01-01T00:\(time)Z") == true)
    }

    @Test(arguments: [
        ("http.5xx.503", "", true), ("http.connect", "", true), ("http.4xx.404", "", false), ("llm.rate_limited", "", true), ("timeout", "", false),
        ("http.4xx.404", #", "retryable": true"#, true), ("http.5xx.503", #", "retryable": false"#, false),
    ])
    func `without on, whatever is flagged retryable is tried again`(type: String, flag: String, again: Bool) throws {
        let policy = #"{"attempts": 3, "initial": "1s", "factor": 1, "jitter": "none"}"#
        #expect(try retried(policy, type, more: flag).first?.contains("00:0\(again ? 2 : 0)Z") == true)
    }

    @Test func `with on, what it names is tried again and nothing else`() throws {
        let policy = #"{"attempts": 3, "initial": "1s", "factor": 1, "jitter": "none", "on": ["http.4xx"]}"#
        #expect(try retried(policy, "http.4xx.404").first?.contains("00:02Z") == true)
        #expect(try retried(policy, "http.5xx.503").first?.contains("00:00Z") == true)
    }

    // MARK: timeout

    @Test func `a timeout includes retries and the waits between them`() throws {
        let steps = #"""
            [{"id": "a", \#(Self.get), "timeout": "5s", "retry": {"attempts": 9, "initial": "2s", "factor": 1, "jitter": "none"},
            "catch": [{"on": ["timeout"], "value": "late"}]}]
            """#
        let expect = #"{"output": {"v": "late"}, "attempts": {"a": 3}}"#
        let scenario = Scenario(steps: steps, result: #"{"v": "${steps.a}"}"#, mocks: #"{"a": {"error": {"type": "http.connect"}}}"#, expect: expect)
        #expect(try scenario.problems() == [])
    }

    @Test(arguments: [
        #"{"id": "box", "timeout": "3s", "do": [SLOW]}"#, #"{"id": "box", "timeout": "3s", "repeat": {"max": 2, "steps": [SLOW]}}"#,
        #"{"id": "box", "timeout": "3s", "each": {"in": [1, 2], "as": "x", "steps": [SLOW]}}"#,
        #"{"id": "box", "timeout": "3s", "parallel": {"branches": {"a": [SLOW], "b": [{"id": "o", "set": {"x": 1}}]}}}"#,
    ])
    func `a timeout holds for all steps inside`(container: String) throws {
        let slow = #"""
            {"id": "w", "call": "wait", "with": {"for": "2s"}}, {"id": "w2", "call": "wait", "with": {"for": "2s"}}, {"id": "late", "set": {"x": 1}}
            """#
        let steps = "[" + container.split(separator: "SLOW").joined(separator: slow) + "]"
        try Scenario.expect(error: "timeout", after: steps, notRan: #"["late"]"#)
    }

    @Test func `steps of a catch have their time anew`() throws {
        let steps = #"""
            [{"id": "a", "call": "wait", "with": {"for": "5s"}, "timeout": "1s", "catch": [{"on": ["timeout"], "steps": [{"id": "b", "call": "wait",
            "with": {"for": "9s"}}]}]}]
            """#
        try Scenario.expect("${string(run.now)}", is: "2026-01-01T00:00:10Z", after: steps)
    }
}
