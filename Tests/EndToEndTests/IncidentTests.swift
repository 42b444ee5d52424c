import CivilTime
import JSON
import Store
import Testing

/// Incidents, through the command.
@Suite(.timeLimit(.minutes(2))) struct IncidentTests {
    @Test func `an incident is listed, shown and closed`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let id = "01a1fe70-0000-7000-8000-00000000000a"
        let store = try SQLiteStore(path: ground.layout.database)
        try await store.open(
            Incident(
                id: id, kind: "quarantine", subject: "greet", summary: "it died again and again", openedAt: Instant(milliseconds: 1_790_000_000_000)))
        await store.close()
        let server = try await ground.serve()
        let list = try await ground.ratchet("incidents")
        #expect(list.code == 0 && list.output.contains(id) && list.output.contains("it died again and again"), "\(list)")
        #expect(try await ground.ratchet("incidents", "show", String(id.prefix(13))).output.contains("quarantine"))
        let closed = try await ground.answer("incidents", "close", id, "--note", "looked at it")
        #expect(closed["closed_by"]?.string?.hasPrefix("owner (token tok_") == true && closed["note"] == "looked at it")
        #expect(try await ground.ratchet("incidents").output == "no incidents")
        #expect(try await ground.answer("incidents", "list", "--closed")["items"]?.array?.count == 1)
        let unknown = try await ground.ratchet("incidents", "show", "01a1fe70-0000-7000-8000-00000000000b")
        #expect(unknown.code == 1 && unknown.errors.contains("no incident"), "\(unknown)")
        _ = server
    }
}
