import JSON
import Testing

/// Starts with keys, through the command.
@Suite(.timeLimit(.minutes(2))) struct KeyedStartTests {
    @Test func `a key finds its run, and says what another start means`() async throws {
        let ground = try await Ground.prepared(skills: [InboxTests.ask])
        let server = try await ground.serve()
        let first = try await ground.ratchet("run", "ask", "--key", "k1", "--priority", "3").output
        #expect(try await ground.ratchet("run", "ask", "--key", "k1").output == first)
        let other = try await ground.ratchet("run", "ask", "--key", "k1", "--input", #"{"sum": 9}"#)
        #expect(other.code == 1 && other.errors.contains("idempotency_conflict") && other.errors.contains(first), "\(other)")
        let busy = try await ground.ratchet("run", "ask", "--key", "k1", "--on-conflict", "fail")
        #expect(busy.code == 1 && busy.errors.contains("already_running"), "\(busy)")
        let replaced = try await ground.ratchet("run", "ask", "--key", "k1", "--on-conflict", "replace")
        #expect(replaced.code == 0 && replaced.output != first, "\(replaced)")
        let empty = try await ground.ratchet("run", "ask", "--key", "")
        #expect(empty.code == 1 && empty.errors.contains("idempotency_key"), "\(empty)")
        #expect(try await ground.answer("runs", "show", first)["priority"] == 3)
        _ = server
    }
}
