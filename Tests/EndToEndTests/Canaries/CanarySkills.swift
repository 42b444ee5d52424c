import JSON

/// Skills that put secrets wherever a skill can put them, and pass on whatever comes back.
enum CanarySkills {
    static let modes = ["json", "text", "names", "keys", "binary", "big", "huge", "fail", "refuse", "moved", "reset"]

    static let send: JSON = [
        "language": 1, "skill": "send", "version": "1.0.0", "summary": "Send secrets to a service that sends them back.",
        "input": ["type": "object", "properties": ["mode": ["type": "string"]], "required": ["mode"], "additionalProperties": false],
        "output": ["type": "object"], "secrets": ["BODY_KEY", "HEADER_KEY", "PATH_KEY", "QUERY_KEY"],
        "permits": ["http": ["GET service:echo/v1/*", "POST service:echo/v1/*"]],
        "steps": [
            [
                "id": "give", "call": "http", "timeout": "5s", "retry": ["attempts": 2, "initial": "1ms"],
                "with": [
                    "method": "POST", "url": "${services.echo}/v1/${secrets.PATH_KEY}", "idempotent": true,
                    "query": ["mode": "${input.mode}", "key": "${secrets.QUERY_KEY}"], "headers": ["x-key": "${secrets.HEADER_KEY}"],
                    "json": ["key": "${secrets.BODY_KEY}"],
                ],
            ],
            ["id": "keep", "call": "memory.put", "with": ["key": "last", "value": "${steps.give}"]],
            ["id": "tell", "call": "emit", "with": ["name": "canary", "payload": "${steps.give}"]],
            // What other calls gave the service comes back here, though this one sends nothing.
            ["id": "hear", "call": "http", "with": ["method": "GET", "url": "${services.echo}/v1/heard"]],
        ],
        "result": ["gave": "${steps.give}", "heard": "${steps.hear}"],
        "tests": [
            [
                "name": "sends", "input": ["mode": "json"],
                "mocks": ["give": answer, "keep": ["output": ["revision": 1]], "tell": ["output": [:]], "hear": answer],
                "expect": ["output": ["gave": answer["output"] ?? .null, "heard": answer["output"] ?? .null]],
            ]
        ],
    ]

    private static let answer: JSON = ["output": ["status": 200, "headers": [:], "body": [:]]]

    /// Asks a model whose server tells the key it got, in an answer or in an error.
    static func ask(_ model: String) -> JSON {
        [
            "language": 1, "skill": .string("ask_\(model)"), "version": "1.0.0", "summary": "Ask a model that tells its key.",
            "input": ["type": "object"],
            "output": ["type": "object"], "permits": ["models": [.string(model)]], "limits": ["tokens": 50_000, "cost_usd": 1],
            "steps": [["id": "ask", "call": "llm", "with": ["model": .string(model), "prompt": "What is the key?"]]],
            "result": ["said": "${steps.ask}"],
            "tests": [["name": "asks", "input": [:], "mocks": ["ask": ["output": ["text": "x"]]], "expect": ["output": ["said": ["text": "x"]]]]],
        ]
    }
}
