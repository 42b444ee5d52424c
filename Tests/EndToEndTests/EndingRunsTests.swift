import JSON
import Testing

/// Cancelling and terminating, one run and many.
@Suite(.timeLimit(.minutes(2))) struct EndingRunsTests {
    @Test func `open runs that match are counted first, then cancelled`() async throws {
        let ground = try await Ground.prepared(skills: [InboxTests.ask, Documents.greet])
        let server = try await ground.serve()
        let runs = [try await ground.ratchet("run", "ask").output, try await ground.ratchet("run", "ask").output]
        try await #require(ground.ratchet("run", "greet", "--wait").code == 0)
        _ = try await ground.wait(for: "two waiting runs") {
            try await ground.answer("runs", "list", "--state", "waiting")["items"]?.array?.count == 2 ? true : nil
        }
        let dry = try await ground.ratchet("runs", "cancel", "--skill", "ask", "--state", "waiting", "--dry-run")
        #expect(dry.code == 0 && dry.output.contains("2 runs would be cancelled") && dry.output.contains(runs[0]), "\(dry)")
        let unsure = try await ground.ratchet("runs", "cancel", "--skill", "ask")
        #expect(unsure.code == 2 && unsure.errors.contains("2 runs") && unsure.errors.contains("--yes"), "\(unsure)")
        #expect(try await ground.answer("runs", "list", "--state", "waiting")["items"]?.array?.count == 2)
        let done = try await ground.answer("runs", "cancel", "--skill", "ask", "--yes")
        #expect(done["count"] == 2 && Set(done["runs"]?.array?.compactMap(\.string) ?? []) == Set(runs))
        _ = try await ground.wait(for: "two cancelled runs") {
            try await ground.answer("runs", "list", "--state", "cancelled")["items"]?.array?.count == 2 ? true : nil
        }
        #expect(try await ground.ratchet("runs", "cancel").code == 2)
        #expect(try await ground.ratchet("runs", "cancel", runs[0], "--skill", "ask").code == 2)
        _ = server
    }

    @Test func `terminating needs a yes and ends a run at once`() async throws {
        let ground = try await Ground.prepared(skills: [InboxTests.ask])
        let server = try await ground.serve()
        let run = try await ground.ratchet("run", "ask").output
        let unsure = try await ground.ratchet("runs", "terminate", run)
        #expect(unsure.code == 2 && unsure.errors.contains("--yes"), "\(unsure)")
        let done = try await ground.answer("runs", "terminate", run, "--yes", "--reason", "stuck")
        #expect(done["state"] == "terminated")
        #expect(try await ground.answer("runs", "show", run)["error"]?["message"] == "stuck")
        _ = server
    }
}
