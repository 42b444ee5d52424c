import JSON

/// What runs while servers are killed: a caller that reads, remembers, calls another skill, hears from it by an event, and posts, once under a
/// key and once without one, and leaves a called run to itself; at most eight at a time, the others queued. Beside it one that asks a person
/// and tries a call again after a wait that it sleeps through, and one whose call never ends.
enum KillWorkload {
    static let loops = ["kill_a", "kill_b"]
    /// The calls that the outside world sees, by skill.
    static let steps = ["work": ["read", "note", "tell", "look"], "inner": ["push"], "ask": ["again", "push"]]

    static let work: JSON = document(
        "work",
        steps: [
            call("read", "GET", "/v1/summary", ["query": ["service": "checkout"]]),
            ["id": "mark", "call": "memory.put", "with": ["key": "${run.id}", "value": 1]],
            [
                "id": "both",
                "parallel": [
                    "branches": [
                        "sub": [["id": "sub", "call": "skill:inner@^1", "with": ["owner": "${run.id}"]]],
                        "hear": [["id": "hear", "call": "event", "timeout": "10m", "with": ["name": "pushed", "match": "event.run == run.id"]]],
                    ]
                ],
            ],
            call("note", "POST", "/channel/messages", ["json": ["text": "${run.id}/note"], "idempotent": true]),
            call("tell", "POST", "/channel/messages", ["json": ["text": "${run.id}/tell"]], ["on_unknown": "fail"]),
            [
                "id": "leave", "call": "skill:linger@^1", "parent_close": "abandon", "timeout": "100ms", "with": [:],
                "catch": [["on": ["timeout"], "value": [:]]],
            ],
            ["id": "nap", "call": "wait", "with": ["for": "1s"]],
            call("look", "GET", "/v1/deploys", ["query": ["service": "checkout"]]),
        ],
        more: ["concurrency": ["key": "all", "max": 8, "on_conflict": "queue"]])

    static let inner: JSON = document(
        "inner", input: ["type": "object", "properties": ["owner": ["type": "string"]], "required": ["owner"]],
        steps: [
            call("push", "POST", "/channel/messages", ["json": ["text": "${run.id}/push"], "idempotent": true]),
            ["id": "say", "call": "emit", "with": ["name": "pushed", "payload": ["run": "${input.owner}"]]],
        ])

    /// Goes on when its caller has given it up.
    static let linger: JSON = document("linger", steps: [["id": "stay", "call": "wait", "with": ["for": "1s"]]])

    static let ask: JSON = document(
        "ask",
        steps: [
            [
                "id": "sign", "call": "human", "timeout": "50m",
                "with": ["prompt": "Sign ${run.id}?", "response": ["type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"]]],
            ],
            call(
                "again", "GET", "/v1/nowhere", [:],
                [
                    "retry": ["attempts": 2, "initial": "6s", "max_delay": "6s", "jitter": "none", "on": ["http.4xx"]],
                    "catch": [["on": ["http.4xx"], "value": [:]]],
                ]),
            call("push", "POST", "/channel/messages", ["json": ["text": "${run.id}/push"], "idempotent": true]),
        ],
        more: ["result": ["n": "${steps.sign.n}"], "limits": ["duration": "1h", "calls": 9]])

    static let stuck: JSON = document(
        "stuck", steps: [call("stuck", "GET", "/v1/stuck", [:], ["timeout": "1h"])], more: ["limits": ["duration": "2h", "calls": 9]])

    private static func call(_ id: String, _ method: String, _ path: String, _ more: JSON.Object, _ manner: JSON.Object = [:]) -> JSON {
        var with: JSON.Object = ["method": .string(method), "url": .string("${services.demo}\(path)")]
        with["headers"] = ["x-ratchet-run": "${run.id}", "x-ratchet-step": .string(id)]
        for (key, value) in more { with[key] = value }
        var step: JSON.Object = ["id": .string(id), "call": "http", "with": .object(with)]
        for (key, value) in manner { step[key] = value }
        return .object(step)
    }

    private static func mocks(of skill: String) -> JSON.Object {
        let answers: [String: JSON] = ["sign": ["n": 1], "mark": [:], "sub": [:], "leave": [:], "hear": ["run": "x"], "say": [:]]
        let inside = ["work": ["mark", "sub", "leave", "hear"], "inner": ["say"], "ask": ["sign"]][skill] ?? []
        let outside = (steps[skill] ?? []).map { ($0, JSON.object(["output": ["status": 200, "headers": [:], "body": [:]]])) }
        return JSON.Object(outside + inside.map { ($0, JSON.object(["output": answers[$0] ?? [:]])) })
    }

    private static func document(_ name: String, input: JSON = ["type": "object"], steps: JSON, more: JSON.Object = [:]) -> JSON {
        var document: JSON.Object = [
            "language": 1, "skill": .string(name), "version": "1.0.0", "summary": "Calls to count.", "input": input, "output": ["type": "object"],
            "permits": ["http": ["GET service:demo/v1/*", "POST service:demo/channel/messages"], "skills": ["inner@^1", "linger@^1"]], "steps": steps, "result": [:],
            "tests": [["name": "goes through", "input": ["owner": "x"], "mocks": .object(mocks(of: name)), "expect": ["output": [:]]]],
        ]
        if name == "inner" { document["permits"] = ["http": ["POST service:demo/channel/messages"]] }
        for (key, value) in more { document[key] = value }
        return .object(document)
    }
}
