import JSON
import Testing

@Suite(.timeLimit(.minutes(2))) struct AdoptTests {
    @Test func `a skill and a loop written by hand and committed with stock git are adopted and fire within seconds`() async throws {
        let ground = try await Ground.prepared()
        let server = try await ground.serve()
        try ground.write(Documents.greet)
        try ground.write(loop: Documents.loop("hello", skill: "greet"))
        let commit = try await ground.commit("Greet every second")
        let live = try await ground.git("rev-parse", "refs/ratchet/live")

        let look = try await ground.ratchet("adopt", "--dry-run")
        #expect(look.code == 0 && look.output.contains("would go live") && look.output.contains("hello"), "\(look)")
        #expect(try await ground.git("rev-parse", "refs/ratchet/live") == live)
        #expect(try await ground.answer("loops", "list")["items"] == [])

        let adopted = try await ground.ratchet("adopt")
        #expect(adopted.code == 0 && adopted.output.contains("live") && adopted.output.contains("greet"), "\(adopted)")
        #expect(try await ground.git("rev-parse", "refs/ratchet/live^2") == commit)
        #expect(try await ground.git("rev-parse", "main") == ground.git("rev-parse", "refs/ratchet/live"))
        _ = try await ground.git("verify-commit", "refs/ratchet/live")
        _ = try await ground.fire(of: "hello")
        let run = try await ground.wait(for: "a run of the loop to succeed") {
            try await ground.answer("runs", "list", "--loop", "hello", "--state", "succeeded")["items"]?.array?.first
        }
        #expect(run["trigger"] == "schedule" && run["skill"] == "greet")
        _ = server
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let file: String
        let text: String
        /// What the message begins with: file and line.
        let place: String
        let code: String
        var testDescription: String { "\(place) \(code)" }
    }

    @Test(arguments: [
        Mistake(
            file: "skills/bad/skill.json", text: "{\n  \"language\": 1,\n  \"skill\" \"bad\"\n}\n", place: "skills/bad/skill.json:3:", code: "E01"),
        Mistake(
            file: "skills/bad/skill.json",
            text: """
                {
                  "language": 1, "skill": "bad", "summary": "Bad.", "input": {"type": "object"}, "output": {"type": "object"},
                  "steps": [
                    {"id": "a", "call": "echo",
                     "whn": "true"}
                  ],
                  "result": {}
                }
                """, place: "skills/bad/skill.json:5:", code: "E03"),
        Mistake(file: "cron/bad.json", text: "{\n  \"loop\": \"bad\",\n}\n", place: "cron/bad.json:3:", code: "E01"),
        Mistake(
            file: "cron/bad.json",
            text: "{\n  \"loop\": \"bad\", \"skill\": \"greet@^1\",\n  \"schedule\": {\"cron\": \"0 9 * * *\", \"zone\": \"Europe/Pariss\"}\n}\n",
            place: "cron/bad.json:3:", code: "L04"),
        Mistake(
            file: "cron/bad.json",
            text: "{\n  \"loop\": \"bad\", \"skill\": \"greet@^1\",\n  \"schedule\": {\n    \"cron\": \"0 0 31 2 *\", \"zone\": \"UTC\"}\n}\n",
            place: "cron/bad.json:4:", code: "L03"),
    ])
    func `a commit with a mistake is refused at its file and line, and what was live keeps firing`(mistake: Mistake) async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet], loops: [Documents.loop("hello", skill: "greet")])
        let server = try await ground.serve()
        let live = try await ground.git("rev-parse", "refs/ratchet/live")
        try ground.write(mistake.file, mistake.text)
        try await ground.commit("A mistake")
        let refused = try await ground.ratchet("adopt")
        #expect(refused.code == 1 && refused.output.contains("what was live stays"), "\(refused)")
        #expect(refused.output.split(separator: "\n").contains { $0.hasPrefix(mistake.place) && $0.contains(": \(mistake.code) ") }, "\(refused)")
        #expect(try await ground.git("rev-parse", "refs/ratchet/live") == live)
        _ = try await ground.fire(of: "hello", after: ground.fire(of: "hello"))
        _ = server
    }
}
