import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Having a run stand still with the command, over a restart of the server.
@Suite(.timeLimit(.minutes(2))) struct PauseTests {
    @Test func `a paused run says so, stays so over a restart, and goes on when it is resumed`() async throws {
        let ground = try await Ground.prepared(skills: [InboxTests.ask])
        var server = try await ground.serve()
        let run = try await ground.ratchet("run", "ask").output
        let id = try await ground.wait(for: "a question") { try await ground.answer("inbox")["items"]?.array?.first?["id"]?.string }
        let paused = try await ground.ratchet("runs", "pause", run, "--reason", "look first")
        #expect(paused.code == 0 && paused.output.contains("paused"), "\(paused)")
        _ = try await ground.wait(for: "the pause") { try await ground.answer("runs", "show", run)["state"] == "paused" ? true : nil }
        let page = try await ground.ratchet("runs", "show", run)
        #expect(page.output.contains("paused") && page.output.contains("look first"), "\(page)")
        server.send(SIGTERM)
        try #require(await server.finish().code == 0)
        server = try await ground.serve()
        #expect(try await ground.ratchet("answer", id, "--set", "approve=yes").code == 0)
        #expect(try await ground.answer("runs", "show", run)["state"] == "paused")
        let resumed = try await ground.ratchet("runs", "resume", run)
        #expect(resumed.code == 0 && resumed.output == "run \(run) goes on", "\(resumed)")
        let ended = try await ground.wait(for: "the end") {
            let detail = try await ground.answer("runs", "show", run)
            return detail["finished_at"]?.string == nil ? nil : detail
        }
        #expect(ended["state"] == "succeeded" && ended["output"]?["approve"] == true)
        let late = try await ground.ratchet("runs", "pause", run)
        #expect(late.code == 1 && late.errors.contains("has ended"), "\(late)")
    }
}
