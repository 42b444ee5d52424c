import JSON
import Testing
import Workspace

/// A token with few requests, as its holder meets it.
@Suite(.timeLimit(.minutes(2))) struct RateTests {
    @Test func `the command and the sidecar wait as long as they are asked to, and do what they were told`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        #expect(try await ground.ratchet("token", "create", "--scope", "viewer", "--name", "kim", "--rate", "60").code != 0)
        let made = try await ground.answer("token", "create", "--scope", "operator", "--name", "kim", "--rate", "60/min")
        let token = try #require(made["token"]?.string)
        #expect(try await ground.ratchet("token", "list").output.contains(" 60 "))
        // Ten at once, then one a second: twelve runs are made, none is lost, none made twice.
        let runs = try await ground.shell("for i in 1 2 3 4 5 6 7 8 9 10 11 12; do RATCHET_TOKEN=\(token) ratchet run greet || exit 1; done")
        #expect(runs.code == 0, "\(runs)")
        #expect(try await ground.answer("runs", "list")["items"]?.array?.count == 12)
        let status = try await ground.shell(
            """
            url=$(sed -n 's/.*"url": "\\([^"]*\\)".*/\\1/p' .ratchet/server.json)
            for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
                curl -s -o /dev/null -w '%{http_code} ' -H 'Authorization: Bearer \(token)' "$url/api/v1/status" -X GET
            done
            curl -s -D - -o /dev/null -H 'Authorization: Bearer \(token)' -H 'Content-Type: application/json' -d '{}' "$url/mcp"
            """)
        #expect(status.output.contains("429"), "\(status)")
        #expect(status.output.lowercased().contains("retry-after:"), "\(status)")
        _ = server
    }
}
