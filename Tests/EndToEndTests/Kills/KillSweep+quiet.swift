import JSON
import Testing
import Workspace

@testable import Store

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The workspace in which hardly anything happens but for what one place needs.
extension KillSweep {
    func renewDatabase(old: Bool) async throws {
        for suffix in ["", "-wal", "-shm", ".schema-1", ".schema-1.part"] { unlink(quiet.layout.database + suffix) }
        guard old else { return }
        let connection = try Connection(path: quiet.layout.database, access: .writing)
        try Schema.migrate(connection, at: quiet.layout.database, migrations: Array(Schema.migrations.prefix(1)))
        connection.close()
    }

    /// Has a run be under way at so many deaths in a row that the next start gives it up.
    func leaveStuck() async throws {
        for death in 1...11 {
            let server = try await quiet.serve()
            if death == 1 { try #require(await quiet.ratchet("run", "stuck").code == 0) }
            _ = try await quiet.wait(for: "call \(death) of the run that gets nowhere") { [demo] in
                demo.ledger.entries().count { $0.headers["x-ratchet-step"] == "stuck" } >= death ? true : nil
            }
            server.send(SIGKILL)
            try await server.finish()
        }
    }

    /// The start after the death that came as the run was about to be given up.
    func judgeQuarantine() async throws {
        let runs = try await quiet.answer("runs", "list")["items"]?.array ?? []
        #expect(runs.first { $0["skill"] == "stuck" }?["state"] == "quarantined", "\(runs)")
        // The same command that lets a paused run go on has it begin anew with what it had.
        let resumed = try await quiet.ratchet("runs", "resume", runs.first { $0["state"] == "quarantined" }?["id"]?.string ?? "")
        #expect(resumed.code == 0 && resumed.output.count == 36, "\(resumed)")
        let again = try await quiet.answer("runs", "show", resumed.output)
        #expect(again["repeats"]?["attempt"] == 2, "\(again)")
        #expect(try await quiet.ratchet("runs", "terminate", resumed.output, "--yes").code == 0)
        let incidents = try await quiet.answer("incidents")["items"]?.array ?? []
        #expect(incidents.map { $0["kind"] } == ["quarantine"], "\(incidents)")
    }
}
