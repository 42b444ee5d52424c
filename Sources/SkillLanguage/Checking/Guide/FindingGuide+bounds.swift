extension FindingGuide {
    /// Bounds.
    static let bounds: [FindingGuide] = [
        FindingGuide(
            "E30", "repeat has a max.",
            why: "Every run is bounded before it starts.",
            wrong: #""repeat": {"until": "..."}"#,
            right: #""repeat": {"max": 10, "until": "..."}"#),
        FindingGuide(
            "E31", "An agent has limits on iterations and duration.",
            why: "A model decides when it is done, or never does.",
            wrong: #""call": "agent" without "limits""#,
            right: #""limits": {"iterations": 20, "duration": "10m"}"#),
        FindingGuide(
            "E32", "Limits inside a skill are not larger than the run's.",
            why: "They could never be reached and promise what is not there.",
            wrong: #""tokens": 50000 in a run of 10000"#,
            right: #""tokens": 8000"#),
        FindingGuide(
            "E33", "The timeouts of the steps fit in the run's duration.",
            why: "The last steps might never get their time.",
            wrong: #""timeout": "8m" twice in "duration": "10m""#,
            right: #""duration": "20m""#, severity: .warning),
        FindingGuide(
            "E34", "A write that is tried again is idempotent.",
            why: "The first try may have arrived.",
            wrong: #""method": "POST" with "retry""#,
            right: #""idempotent": true"#, severity: .warning),
        FindingGuide(
            "E35", "A catch that gives a value names its errors.",
            why: "'*' hides mistakes in the skill behind a value that looks right.",
            wrong: #"{"on": ["*"], "value": []}"#,
            right: #"{"on": ["http", "timeout"], "value": []}"#, severity: .warning),
        FindingGuide(
            "E36", "A skill that uses a model has limits on tokens and money.",
            why: "Without them it may use none.",
            wrong: #""limits": {"duration": "5m"}"#,
            right: #""limits": {"duration": "5m", "tokens": 50000, "cost_usd": 0.5}"#),
    ]
}
