import JSON
import Testing

/// A conversation: each message is a run, and of one session only the newest counts.
@Suite(.timeLimit(.minutes(2))) struct ConversationTests {
    private static let reply: JSON = [
        "language": 1, "skill": "reply", "version": "1.0.0", "summary": "Think for as long as it takes, then answer the message.",
        "input": [
            "type": "object", "properties": ["session": ["type": "string"], "text": ["type": "string"], "think": ["type": "string"]],
            "required": ["session", "text", "think"],
        ],
        "output": ["type": "object", "properties": ["text": ["type": "string"]], "required": ["text"]],
        "concurrency": ["key": "${input.session}", "max": 1, "on_conflict": "cancel_running"],
        "steps": [
            ["id": "think", "call": "wait", "with": ["for": "${input.think}"]],
            ["id": "seen", "call": "memory.put", "with": ["key": "last/${input.session}", "value": "${input.text}"]],
        ],
        "result": ["text": "about ${input.text}"],
        "tests": [
            [
                "name": "answers", "input": ["session": "s", "text": "rain", "think": "1m"], "mocks": ["seen": ["output": ["revision": 1]]],
                "expect": ["output": ["text": "about rain"]],
            ]
        ],
    ]

    @Test func `a new message of a session cancels the stale run and leaves other sessions alone`() async throws {
        let ground = try await Ground.prepared(skills: [Self.reply])
        let server = try await ground.serve()
        func say(_ session: String, _ text: String, think: String) async throws -> String {
            let input: JSON = ["session": .string(session), "text": .string(text), "think": .string(think)]
            return try await ground.ratchet("run", "reply", "--input", input.text(.compact)).output
        }
        let stale = try await say("ada", "rain", think: "10m")
        let other = try await say("bob", "snow", think: "10m")
        let between = try await say("ada", "hail", think: "10m")
        let latest = try await say("ada", "sun", think: "0s")
        let answered = try await ground.wait(for: "the answer to the latest message") {
            let run = try await ground.answer("runs", "show", latest)
            return run["state"] == "succeeded" ? run : nil
        }
        #expect(answered["output"] == ["text": "about sun"])
        for id in [stale, between] {
            let run = try await ground.answer("runs", "show", id)
            #expect(run["state"] == "cancelled" && run["error"]?["message"]?.string?.contains("displaced") == true, "\(run)")
        }
        #expect(try await ground.answer("runs", "show", other)["state"] == "waiting")
        _ = server
    }
}
