import JSON
import Testing

/// Events from outside, through the command.
@Suite(.timeLimit(.minutes(2))) struct EmitTests {
    private static let listen: JSON = [
        "language": 1, "skill": "listen", "version": "1.0.0", "summary": "Wait for news of a town.",
        "input": ["type": "object", "properties": ["town": ["type": "string", "default": "Ulm"]]], "output": ["type": "object"],
        "steps": [["id": "news", "call": "event", "timeout": "10m", "with": ["name": "news", "match": "event.town == input.town"]]],
        "result": "${steps.news}",
        "tests": [["name": "hears", "input": [:], "mocks": ["news": ["output": ["town": "Ulm"]]], "expect": ["output": ["town": "Ulm"]]]],
    ]

    @Test func `an event reaches the run that waits for it, and no other`() async throws {
        let ground = try await Ground.prepared(skills: [Self.listen])
        let server = try await ground.serve()
        let run = try await ground.ratchet("run", "listen").output
        _ = try await ground.wait(for: "the wait") { try await ground.answer("runs", "show", run)["state"] == "waiting" ? true : nil }
        #expect(try await ground.ratchet("emit", "news", "--payload", #"{"town": "Bonn"}"#).output == "reached 0 waiting calls")
        let sent = try await ground.answer("emit", "news", "--payload", #"{"town": "Ulm"}"#, "--id", "n1")
        #expect(sent["reached"] == 1)
        let output = try await ground.wait(for: "the end") { try await ground.answer("runs", "show", run).value(at: "output") }
        #expect(output == ["town": "Ulm"])
        #expect(try await ground.answer("emit", "news", "--payload", #"{"town": "Ulm"}"#, "--id", "n1")["reached"] == 0)
        let broken = try await ground.ratchet("emit", "news", "--payload", "{")
        #expect(broken.code == 2, "\(broken)")
        _ = server
    }
}

extension JSON {
    fileprivate func value(at key: String) -> JSON? { self[key].flatMap { $0.isNull ? nil : $0 } }
}
