/// The files of the workspace that tests serve.
enum Documents {
    static let greet = """
        {
          "language": 1, "skill": "greet", "version": "1.0.0", "summary": "Greets whoever is named.",
          "input": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"], "additionalProperties": false},
          "output": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]},
          "steps": [{"id": "say", "call": "echo", "with": {"text": "hello ${input.name}"}}],
          "result": {"text": "${steps.say.text}"},
          "tests": [{"name": "greets", "input": {"name": "Ada"}, "mocks": {}, "expect": {"output": {"text": "hello Ada"}}}]
        }
        """

    /// Ends only when the gate is opened.
    static let hold = """
        {
          "language": 1, "skill": "hold", "version": "1.0.0", "summary": "Holds until something happens outside.",
          "input": {"type": "object"}, "output": {"type": "object"},
          "steps": [{"id": "gate", "call": "runs.query", "with": {}}], "result": {},
          "tests": [{"name": "holds", "input": {}, "mocks": {"gate": {"output": {}}}, "expect": {"output": {}}}]
        }
        """

    /// Holds, and holds again while it ends.
    static let leave = """
        {
          "language": 1, "skill": "leave", "version": "1.0.0", "summary": "Holds until something happens outside.",
          "input": {"type": "object"}, "output": {"type": "object"},
          "steps": [{"id": "gate", "call": "runs.query", "with": {}}], "result": {}, "finally": [{"id": "tidy", "call": "runs.query", "with": {}}],
          "tests": [{"name": "holds", "input": {}, "mocks": {"gate": {"output": {}}, "tidy": {"output": {}}}, "expect": {"output": {}}}]
        }
        """

    /// Calls greet twice.
    static let pair = """
        {
          "language": 1, "skill": "pair", "version": "1.2.3", "summary": "Greets two people, one after the other.",
          "input": {"type": "object"}, "output": {"type": "object"},
          "permits": {"skills": ["greet@^1"]}, "limits": {"duration": "1m", "calls": 7},
          "steps": [
            {"id": "first", "call": "skill:greet@^1", "with": {"name": "Ada"}},
            {"id": "second", "call": "skill:greet@^1", "with": {"name": "Alan"}}
          ],
          "result": {},
          "tests": [{"name": "greets both", "input": {}, "mocks": {"first": {"output": {"text": ""}}, "second": {"output": {"text": ""}}},
            "expect": {"output": {}}}]
        }
        """

    static let morning = """
        {"loop": "morning", "summary": "Holds every morning.", "schedule": {"cron": "0 9 * * 1-5", "zone": "UTC"}, "skill": "hold@^1", "window": "1h"}
        """

    static let workspace = [
        "skills/greet/skill.json": greet, "skills/hold/skill.json": hold, "skills/pair/skill.json": pair, "cron/morning.json": morning,
    ]
}
