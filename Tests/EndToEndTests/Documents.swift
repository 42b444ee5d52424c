import JSON

/// Skills and loops that the tests write.
enum Documents {
    /// Answers with what it was given.
    static let greet: JSON = [
        "language": 1, "skill": "greet", "version": "1.0.0", "summary": "Greet somebody.",
        "input": ["type": "object", "properties": ["name": ["type": "string", "default": "you"]], "additionalProperties": false],
        "output": ["type": "object", "properties": ["text": ["type": "string"]], "required": ["text"]],
        "steps": [["id": "say", "call": "echo", "with": ["text": "hello ${input.name}"]]], "result": ["text": "${steps.say.text}"],
        "tests": [["name": "greets", "input": ["name": "Kim"], "mocks": [:], "expect": ["output": ["text": "hello Kim"]]]],
    ]

    /// Fails, always.
    static let refuse: JSON = [
        "language": 1, "skill": "refuse", "version": "1.0.0", "summary": "Fail on purpose.", "input": ["type": "object"],
        "output": ["type": "object"], "steps": [["id": "stop", "fail": ["type": "custom.refused", "message": "not today"]]], "result": [:],
        "tests": [["name": "fails", "input": [:], "mocks": [:], "expect": ["error": "custom.refused"]]],
    ]

    /// One GET at the service `demo` with two seconds of time.
    static let probe = probe("probe", timeout: "2s")

    static func probe(_ name: String, timeout: String) -> JSON { [
        "language": 1, "skill": .string(name), "version": "1.0.0", "summary": "Ask the demo service for its metrics.", "input": ["type": "object"],
        "output": ["type": "object", "properties": ["requests": ["type": "integer"]], "required": ["requests"]],
        "permits": ["http": ["GET service:demo/v1/*"]],
        "steps": [
            [
                "id": "fetch", "timeout": .string(timeout), "call": "http", "as": "${out.body.requests}",
                "with": ["method": "GET", "url": "${services.demo}/v1/summary", "query": ["service": "checkout"]],
            ]
        ],
        "result": ["requests": "${steps.fetch}"],
        "tests": [
            [
                "name": "counts requests", "input": [:], "mocks": ["fetch": ["output": ["status": 200, "headers": [:], "body": ["requests": 7]]]],
                "expect": ["output": ["requests": 7]],
            ]
        ],
    ] }

    static func loop(_ name: String, skill: String, schedule: JSON = ["every": "1s"], overlap: String = "skip") -> JSON {
        ["loop": .string(name), "schedule": schedule, "skill": .string(skill + "@^1"), "overlap": .string(overlap)]
    }
}
