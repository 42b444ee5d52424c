extension FindingGuide {
    /// The form of a document.
    static let form: [FindingGuide] = [
        FindingGuide(
            "E01", "A field is missing, of the wrong kind or out of range.",
            why: "A document is read as a whole or not at all; nothing is guessed.",
            wrong: #""timeout": "ten seconds""#,
            right: #""timeout": "10s""#),
        FindingGuide(
            "E02", "A step has exactly one verb.",
            why: "The verb is what the step does; with two there is no order between them.",
            wrong: #"{"id": "a", "call": "echo", "set": {"x": 1}}"#,
            right: #"{"id": "a", "call": "echo"}, {"id": "b", "set": {"x": 1}}"#),
        FindingGuide(
            "E03", "A key is unknown.",
            why: "A misspelt key would be ignored, and with it what it was meant to do.",
            wrong: #""timeuot": "10s""#,
            right: #""timeout": "10s""#),
        FindingGuide(
            "E04", "A step id is used once in the whole skill.",
            why: "Journals, mocks and expressions name steps by their id alone.",
            wrong: #"{"id": "a", ...}, {"id": "a", ...}"#,
            right: #"{"id": "a", ...}, {"id": "b", ...}"#),
        FindingGuide(
            "E05", "An id or an item's name is not a name that expressions have already.",
            why: "Inside, the reserved name would mean something else.",
            wrong: #""as": "input""#,
            right: #""as": "item""#),
        FindingGuide(
            "E06", "The skill is called like its folder.",
            why: "A path has to say which skill it holds.",
            wrong: #"skills/check/skill.json with "skill": "health_check""#,
            right: #"skills/health_check/skill.json with "skill": "health_check""#),
        FindingGuide(
            "E07", "A document has at most 64 KiB and 200 steps.",
            why: "Reviews, and models, have to read it whole.",
            wrong: "one skill that does everything",
            right: #""call": "skill:part@^1" for each part"#),
        FindingGuide(
            "E08", "Steps are nested at most 8 deep.",
            why: "Deeper ones cannot be followed any more.",
            wrong: #""do": [{"id": "a", "do": [{"id": "b", "do": ..."#,
            right: #""call": "skill:inner@^1""#),
    ]
}
