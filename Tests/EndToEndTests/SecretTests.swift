import Demo
import JSON
import Testing
import Workspace

/// Secrets as an operator sets and uses them.
@Suite(.timeLimit(.minutes(2))) struct SecretTests {
    /// Answers with what an echoing call sent back; it declares a secret.
    private static let ask: JSON = [
        "language": 1, "skill": "ask", "version": "1.0.0", "summary": "Ask the demo service with a key.", "input": ["type": "object"],
        "output": ["type": "object"], "secrets": ["API_KEY"], "permits": ["http": ["GET service:demo/v1/*"]],
        "steps": [
            [
                "id": "fetch", "call": "http",
                "with": ["url": "${services.demo}/v1/summary", "query": ["service": "checkout"], "headers": ["x-key": "${secrets.API_KEY}"]],
            ]
        ],
        "result": ["status": "${steps.fetch.status}"],
        "tests": [
            [
                "name": "asks", "input": [:], "mocks": ["fetch": ["output": ["status": 200, "headers": [:], "body": [:]]]],
                "expect": ["output": ["status": 200]],
            ]
        ],
    ]

    @Test func `a secret is set, used by the next run, listed, found missing by doctor and forgotten`() async throws {
        try await RunningDemo.run { _, url in
            let ground = try await Ground.prepared(services: ["demo": url], skills: [Self.ask])
            let server = try await ground.serve()
            let doctor = try await ground.ratchet("doctor")
            #expect(doctor.output.contains("API_KEY is used by skill ask and has no value"), "\(doctor)")
            let without = try await ground.ratchet("run", "ask", "--wait")
            #expect(without.code == 1 && without.output.contains("ratchet secret set API_KEY"), "\(without)")

            let set = try await ground.shell("printf 'k3y-of-the-test\\n' | ratchet secret set API_KEY")
            #expect(set.code == 0 && set.output.contains("used by skill ask"), "\(set)")
            #expect(try await ground.answer("run", "ask", "--wait")["state"] == "succeeded")
            #expect(try await ground.ratchet("doctor").output.contains("API_KEY") == false)
            let list = try await ground.ratchet("secret", "list")
            #expect(list.output.contains("API_KEY") && list.output.contains("sealed"), "\(list)")

            // Another key is told by its name, and crashes nothing.
            server.send(15)
            #expect(try await server.finish().code == 0)
            let other = String(repeating: "ab", count: 32)
            let locked = try Program(
                ["env", "RATCHET_SEALING_KEY=\(other)", Ground.built("ratchet"), "serve", "--port", "0"], in: ground.workspace,
                environment: ground.environment)
            _ = try await locked.line(" serves ")
            let refused = try await ground.answer("secret", "list")["items"]?[0]
            #expect(refused?["state"] == "locked", "\(String(describing: refused))")
            #expect(try await ground.ratchet("doctor").output.contains("API_KEY is sealed with key_"))
            let failed = try await ground.ratchet("run", "ask", "--wait")
            let key = try #require(refused?["key"]?.string)
            #expect(failed.code == 1 && failed.output.contains(key), "\(failed)")
            locked.send(15)
            #expect(try await locked.finish().code == 0)

            let again = try await ground.serve()
            #expect(try await ground.answer("run", "ask", "--wait")["state"] == "succeeded")
            #expect(try await ground.ratchet("secret", "reseal").output.contains("1 secret sealed with key_"))
            #expect(try await ground.answer("run", "ask", "--wait")["state"] == "succeeded")
            #expect(try await ground.ratchet("secret", "rm", "API_KEY").code == 2, "nobody can be asked")
            #expect(try await ground.ratchet("secret", "rm", "API_KEY", "--dry-run").output.contains("used by skill ask"))
            #expect(try await ground.ratchet("secret", "rm", "API_KEY", "--yes").code == 0)
            #expect(try await ground.ratchet("run", "ask", "--wait").code == 1)
            let empty = try await ground.ratchet("secret", "set", "API_KEY")
            #expect(empty.code == 2 && empty.errors.contains("is empty"), "\(empty)")
            _ = again
        }
    }
}
