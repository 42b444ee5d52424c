import JSON

/// Documents and answers that the tests use.
enum Documents {
    static let greet: JSON = [
        "language": 1, "skill": "greet", "version": "1.0.0", "summary": "Greet somebody by name.",
        "input": ["type": "object", "properties": ["name": ["type": "string"]], "required": ["name"], "additionalProperties": false],
        "output": ["type": "object", "properties": ["text": ["type": "string"]], "required": ["text"], "additionalProperties": false],
        "steps": [["id": "say", "call": "echo", "with": ["text": "hello ${input.name}"]]], "result": ["text": "${steps.say.text}"],
        "tests": [["name": "greets", "input": ["name": "Kim"], "mocks": [:], "expect": ["output": ["text": "hello Kim"]]]],
    ]

    /// A version id: 64 hexadecimal digits.
    static let greetID = String(repeating: "a", count: 64)

    static let liveGreet = live(greet, "1.0.0", id: greetID)

    static func live(_ document: JSON, _ version: String, id: String) -> JSON {
        [
            "name": document["skill"] ?? .null, "version": .string(version), "version_id": .string(id), "commit": "c0ffee",
            "summary": document["summary"] ?? .null, "permits": ["http": [], "models": [], "skills": [], "mcp": []],
            "limits": ["duration_ms": 900000, "calls": 100, "tokens": 0, "cost_usd": 0], "secrets": [], "callees": [], "tests": 1,
            "document": document,
        ]
    }

    static func run(_ state: String, output: JSON = .null, error: JSON = .null) -> JSON {
        [
            "id": "01a1fe71-b9ca-7f0b-a096-04f9fff23978", "skill": "greet", "version": "1.0.0", "version_id": .string(greetID),
            "state": .string(state),
            "trigger": "api", "loop": .null, "created_at": "2026-11-21T14:10:28.426Z", "duration_ms": 4, "error_type": .null, "wait": .null,
            "input": ["name": "Kim"], "output": output, "error": error,
            "steps": [["sequence": 1, "kind": "outcome", "path": "say", "attempt": 1, "step": "say", "callable": "echo", "duration_ms": 1.5]],
            "children": [],
        ]
    }

    static func changed(_ document: JSON, _ edit: (inout JSON.Object) -> Void) -> JSON {
        var object = document.object ?? [:]
        edit(&object)
        return .object(object)
    }
}
