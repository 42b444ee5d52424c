import JSON
import Testing

/// Repeating a run through the command.
@Suite(.timeLimit(.minutes(2))) struct RetryTests {
    private static func skill(_ version: String, refuses: Bool) -> JSON {
        let stop: JSON = ["id": "stop", "when": .string(refuses ? "true" : "false"), "fail": ["type": "custom.refused", "message": "not today"]]
        return [
            "language": 1, "skill": "chain", "version": .string(version), "summary": "Remember, then go on.", "input": ["type": "object"],
            "output": ["type": "object"],
            "steps": [["id": "first", "call": "echo", "with": ["n": "${run.id}"]], stop, ["id": "after", "call": "echo", "with": ["n": 2]]],
            "result": ["first": "${steps.first.n}", "attempt": "${run.attempt}"],
            "tests": [
                ["name": "ends", "input": [:], "mocks": [:], "expect": refuses ? ["error": "custom.refused"] : ["ran": ["first", "after"]]]
            ],
        ]
    }

    @Test func `a failed run is repeated with what is live now, keeping what it had`() async throws {
        let ground = try await Ground.prepared(skills: [Self.skill("1.0.0", refuses: true)])
        let server = try await ground.serve()
        let failed = try await ground.answer("run", "chain")["id"]?.string ?? ""
        _ = try await ground.wait(for: "the failure") { try await ground.answer("runs", "show", failed)["state"] == "failed" ? true : nil }
        try ground.write(Self.skill("1.1.0", refuses: false))
        try await ground.commit("Go on")
        let adopted = try await ground.ratchet("adopt")
        #expect(adopted.code == 0, "\(adopted)")

        let plan = try await ground.ratchet("runs", "retry", failed, "--version", "live", "--dry-run")
        #expect(plan.code == 0 && plan.output.contains("chain@1.1.0") && plan.output.contains("keeps\n  first, echo"), "\(plan)")
        #expect(try await ground.answer("runs", "list")["items"]?.array?.count == 1)
        let again = try await ground.ratchet("runs", "retry", failed, "--version", "live", "--wait")
        #expect(again.code == 0 && again.output.contains(failed), "\(again)")
        let newest = try await ground.answer("runs", "list")["items"]?.array?.first?["id"]?.string ?? ""
        #expect(try await ground.answer("runs", "show", newest)["output"] == ["first": .string(failed), "attempt": 2])
        #expect(try await ground.ratchet("runs", "show", newest).output.contains("run \(failed), kept 1 call, attempt 2"))
        #expect(try await ground.ratchet("runs", "show", failed).output.contains("run \(newest), succeeded"))
        let done = try await ground.ratchet("runs", "retry", newest)
        #expect(done.code == 1 && done.errors.contains("from which step"), "\(done)")
        _ = server
    }
}
