extension FindingGuide {
    /// Loop files.
    static let loops: [FindingGuide] = [
        FindingGuide(
            "L01", "A field is missing, of the wrong kind or out of range.",
            why: "A loop is read as a whole or not at all.",
            wrong: #""input": []"#,
            right: #""input": {}"#),
        FindingGuide(
            "L02", "A key is unknown.",
            why: "A misspelt key would be ignored.",
            wrong: #""schedul": {...}"#,
            right: #""schedule": {...}"#),
        FindingGuide(
            "L03", "A schedule is one cron expression or one interval.",
            why: "Two would fire twice.",
            wrong: #""schedule": {"cron": "* * *"}"#,
            right: #""schedule": {"cron": "0 9 * * 1-5", "zone": "Europe/Paris"}"#),
        FindingGuide(
            "L04", "A cron schedule names a time zone that exists.",
            why: "Nine o'clock is another instant in each zone.",
            wrong: #""zone": "Paris""#,
            right: #""zone": "Europe/Paris""#),
        FindingGuide(
            "L05", "A loop names a skill that there is, in versions that it has.",
            why: "Every fire would fail; and without a range the skill may change under the loop.",
            wrong: #""skill": "health_check""#,
            right: #""skill": "health_check@^1""#),
        FindingGuide(
            "L06", "A policy is one that is known, and the window is at least 10s.",
            why: "What happens to fires that overlap or are missed is never left open.",
            wrong: #""overlap": "queue""#,
            right: #""overlap": "skip""#),
        FindingGuide(
            "L07", "The loop is called like its file.",
            why: "A path has to say which loop it holds.",
            wrong: #"cron/a.json with "loop": "b""#,
            right: #"cron/b.json with "loop": "b""#),
        FindingGuide(
            "L08", "The input fits the skill's input schema.",
            why: "Every fire would fail before its first step.",
            wrong: #""input": {"servce": "checkout"}"#,
            right: #""input": {"service": "checkout"}"#),
    ]
}
