import Demo
import HTTPClient
import JSON
import Testing
import Workspace

/// A proposed skill, tried through the built programs, with the service outside as a witness of what was sent.
@Suite(.timeLimit(.minutes(2))) struct DryRunTests {
    /// Looks at the metrics, waits, asks another skill, and tells the channel.
    private static let watcher: JSON = [
        "language": 1, "skill": "watcher", "summary": "Look at the metrics and tell the channel.",
        "input": ["type": "object", "properties": ["service": ["type": "string"]], "required": ["service"], "additionalProperties": false],
        "output": ["type": "object", "properties": ["requests": ["type": "integer"], "told": ["type": "boolean"]], "required": ["requests", "told"]],
        "permits": ["http": ["GET service:demo/v1/*", "POST service:demo/channel/*"], "skills": ["greet@^1"]],
        "steps": [
            [
                "id": "look", "call": "http", "as": "${out.body.requests}",
                "with": ["method": "GET", "url": "${services.demo}/v1/summary", "query": ["service": "${input.service}"]],
            ],
            ["id": "nap", "call": "wait", "with": ["for": "10m"]],
            ["id": "word", "call": "skill:greet@^1", "with": ["name": "all"], "as": "${out.text}"],
            [
                "id": "tell", "call": "http", "as": true,
                "with": ["method": "POST", "url": "${services.demo}/channel/messages", "json": ["text": "${steps.word}: ${steps.look} requests"]],
                "catch": [["on": ["dry_run.refused"], "value": false]],
            ],
        ],
        "result": ["requests": "${steps.look}", "told": "${steps.tell}"],
        "tests": [
            [
                "name": "tells", "input": ["service": "checkout"],
                "mocks": [
                    "look": ["output": ["status": 200, "headers": [:], "body": ["requests": 7]]], "word": ["output": ["text": "hello"]],
                    "tell": ["output": ["status": 200, "headers": [:], "body": [:]]],
                ],
                "expect": ["output": ["requests": 7, "told": true]],
            ],
            [
                "name": "is only tried", "input": ["service": "checkout"],
                "mocks": [
                    "look": ["output": ["status": 200, "headers": [:], "body": ["requests": 7]]], "word": ["output": ["text": "hello"]],
                    "tell": ["error": ["type": "dry_run.refused", "message": "no"]],
                ],
                "expect": ["output": ["requests": 7, "told": false]],
            ],
        ],
    ]

    @Test func `a new skill is tried before it is approved: its reads arrive, its writes do not, and no run is there`() async throws {
        try await RunningDemo.run { demo, url in
            let ground = try await Ground.prepared(services: ["demo": url], skills: [Documents.greet])
            let server = try await ground.serve()
            try ground.write("draft.json", Self.watcher)
            let made = try await ground.ratchet("propose", "draft.json", "--reason", "Watch.")
            #expect(made.code == 0, "\(made)")
            let id = try #require(try await ground.answer("review", "list")["items"]?[0]?["id"]?.string)
            let input = #"{"service": "checkout"}"#

            // It reaches where nothing does yet: that has to be said.
            let asked = try await ground.ratchet("review", "try", id, "--input", input)
            #expect(asked.code == 1 && asked.errors.contains("http GET service:demo/v1/*") && asked.errors.contains("--wider"), "\(asked)")
            let wrong = try await ground.ratchet("review", "try", id, "--wider")
            #expect(wrong.code == 1 && wrong.errors.contains("invalid_input"), "\(wrong)")
            #expect(demo.ledger.count == 0)

            let page = try await ground.ratchet("review", "try", id, "--wider", "--input", input)
            #expect(page.code == 0 && page.output.contains("dry run of watcher 0.1.0  succeeded"), "\(page)")
            for text in ["✓ look", "http GET service:demo/v1/summary", "✓ nap", "10m 0s", "  ✓ say", "⊘ tell", "would have sent", "recorded"] {
                #expect(page.output.contains(text), "\(text): \(page.output)")
            }
            let report = try await ground.answer("review", "try", id, "--wider", "--input", input)
            #expect(report["state"] == "succeeded" && report["output"]?["told"] == false && report["refused"] == 1, "\(report)")

            #expect(demo.ledger.entries().map(\.method) == ["GET", "GET"])
            #expect(try await ground.answer("runs", "list", "--children")["items"]?.array?.isEmpty == true)
            #expect(try await ground.answer("skills", "list")["items"]?.array?.contains { $0["name"] == "watcher" } == false)
            #expect(try await ground.ratchet("review", "reject", id).code == 0)
            let closed = try await ground.ratchet("review", "try", id, "--wider", "--input", input)
            #expect(closed.code == 1 && closed.errors.contains("proposal_closed"), "\(closed)")
            _ = server
        }
    }
}
