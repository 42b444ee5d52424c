extension FindingGuide {
    /// Attached tests.
    static let tests: [FindingGuide] = [
        FindingGuide(
            "E50", "A skill has at least one test.",
            why: "Without one, nothing says what it is for.",
            wrong: #""tests": []"#,
            right: #""tests": [{"name": ..., "input": ..., "mocks": ..., "expect": ...}]"#),
        FindingGuide(
            "E51", "The tests pass.",
            why: "They are the promise.",
            wrong: #""expect": {"output": {"n": 1}} where the output is {"n": 2}"#,
            right: #""expect": {"output": {"n": 2}}"#),
        FindingGuide(
            "E52", "Every call that a test reaches has a mock.",
            why: "Tests reach nothing outside.",
            wrong: #""mocks": {}"#,
            right: #""mocks": {"fetch": {"output": {"status": 200, "headers": {}, "body": {}}}}"#),
        FindingGuide(
            "E53", "A mock has the form of the call's real answers.",
            why: "Else the test proves nothing.",
            wrong: #""fetch": {"output": {"body": {}}}"#,
            right: #""fetch": {"output": {"status": 200, "headers": {}, "body": {}}}"#),
        FindingGuide(
            "E54", "The tests take every arm, catch clause and side of a when. An error in proposals of agents.",
            why: "What no test takes is first tried in earnest.",
            wrong: "a catch that no test reaches",
            right: #"a test with "fetch": {"error": {"type": "http.5xx.503"}}"#, severity: .warning),
    ]
}
