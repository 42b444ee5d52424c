extension FindingGuide {
    /// Calls and what they reach.
    static let reach: [FindingGuide] = [
        FindingGuide(
            "E20", "A callable exists.",
            why: "Nothing else can be called.",
            wrong: #""call": "htpp""#,
            right: #""call": "http""#),
        FindingGuide(
            "E21", "A skill is called in versions that it has.",
            why: "Any version would mean surprises; one that is not there would mean failure.",
            wrong: #""call": "skill:triage""#,
            right: #""call": "skill:triage@^1""#),
        FindingGuide(
            "E22", "A skill does not reach itself through the skills it calls.",
            why: "Every run is bounded before it starts.",
            wrong: #""call": "skill:itself@^1""#,
            right: #""repeat": {"max": 3, ...}"#),
        FindingGuide(
            "E23", "The arguments fit what the callable takes.",
            why: "The call would fail.",
            wrong: #""method": "FETCH""#,
            right: #""method": "GET""#),
        FindingGuide(
            "E24", "Every argument that is required is there.",
            why: "The call would fail.",
            wrong: #""call": "http", "with": {"method": "GET"}"#,
            right: #""with": {"method": "GET", "url": "https://..."}"#),
        FindingGuide(
            "E25", "A url is one that the permits name.",
            why: "A skill's reach is what a person approved.",
            wrong: #""url": "https://b.example/x" with "GET https://a.example/*""#,
            right: #""http": ["GET https://b.example/x"]"#),
        FindingGuide(
            "E26", "A model, skill or tool is one that the permits name, and so is a skill that is tuned.",
            why: "A skill's reach is what a person approved.",
            wrong: #""model": "smart" with "models": ["fast"]"#,
            right: #""models": ["fast", "smart"]"#),
        FindingGuide(
            "E27", "human and event have a timeout.",
            why: "A person may never answer.",
            wrong: #""call": "human", "with": ..."#,
            right: #""call": "human", "with": ..., "timeout": "24h""#),
        FindingGuide(
            "E28", "What a model answers with is a closed object, all of its properties required, on every level.",
            why: "Servers with structured output take nothing else.",
            wrong: #"{"type": "object", "properties": {"a": ...}}"#,
            right: #"... "required": ["a"], "additionalProperties": false}"#),
    ]
}
