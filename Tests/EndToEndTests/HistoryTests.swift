import JSON
import Testing

@Suite(.timeLimit(.minutes(2))) struct HistoryTests {
    @Test func `the history is asked in SQL, as a table, as CSV and as JSON`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet, Documents.refuse])
        let server = try await ground.serve()
        for skill in ["greet", "refuse"] { try await ground.ratchet("run", skill, "--wait") }
        let statement = "SELECT skill, state, error_type FROM runs ORDER BY skill"
        let table = try await ground.ratchet("sql", statement)
        #expect(table.code == 0 && table.output.contains("refuse  failed     custom.refused"), "\(table)")
        let csv = try await ground.ratchet("sql", statement, "--csv", "--limit", "1")
        #expect(csv.output.split(whereSeparator: \.isNewline) == ["skill,state,error_type", "greet,succeeded,"], "\(csv)")
        #expect(csv.errors.contains("only the first 1 row"), "\(csv)")
        #expect(try await ground.answer("sql", statement)["rows"] == [["greet", "succeeded", nil], ["refuse", "failed", "custom.refused"]])
        let refused = try await ground.ratchet("sql", "DELETE FROM runs")
        #expect(refused.code == 1 && refused.errors.contains("invalid_sql"), "\(refused)")
        _ = server
    }

    @Test func `what runs do is followed as it happens`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet, Documents.refuse])
        let server = try await ground.serve()
        let tail = try ground.start(["runs", "tail", "--skill", "refuse", "--json"])
        // Whether it is connected yet cannot be seen from outside: runs are started until one is.
        let line = try await ground.wait(for: "an event") {
            try await ground.ratchet("run", "greet", "--wait")
            try await ground.ratchet("run", "refuse", "--wait")
            return tail.output.past.first { $0.contains("run.ended") }
        }
        let event = try JSON(parsing: Array(line.utf8))
        #expect(event["skill"] == "refuse" && event["state"] == "failed" && event["error"]?["type"] == "custom.refused")
        #expect(!tail.output.past.contains { $0.contains("greet") })
        tail.send(15)
        let run = try #require(event["run"]?.string)
        let over = try await ground.ratchet("runs", "tail", run)
        #expect(over.code == 1 && over.output.contains("custom.refused"), "\(over)")
        _ = server
    }

    @Test func `figures and lists`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet, Documents.refuse])
        let server = try await ground.serve()
        for skill in ["greet", "refuse", "refuse"] { try await ground.ratchet("run", skill, "--wait") }
        let stats = try await ground.ratchet("runs", "stats")
        #expect(stats.code == 0 && stats.output.contains("2 custom.refused"), "\(stats)")
        let csv = try await ground.ratchet("runs", "list", "--csv", "--version", "refuse@1.0.0")
        #expect(csv.output.split(whereSeparator: \.isNewline).count == 3 && csv.output.hasPrefix("id,skill,version,"), "\(csv)")
        #expect(try await ground.answer("runs", "list", "--cost", "0.01")["items"] == [])
        _ = server
    }
}

@Suite(.timeLimit(.minutes(2))) struct DatabaseCommandTests {
    @Test func `the database is copied, checked and shrunk while the server runs`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        for _ in 1...3 { try await ground.ratchet("run", "greet", "--wait") }
        let backup = try await ground.ratchet("db", "backup", "copy.db")
        #expect(backup.code == 0 && backup.output.contains("3 runs"), "\(backup)")
        let mode = try await ground.shell("stat -c %a copy.db 2>/dev/null || stat -f %Lp copy.db")
        #expect(mode.output == "600", "\(mode)")
        let verify = try await ground.ratchet("db", "verify")
        #expect(verify.code == 0 && verify.output.contains("all is well: 3 runs"), "\(verify)")
        let count = try await ground.ratchet("db", "prune", "--per-skill", "1", "--dry-run")
        #expect(count.output.contains("2 runs would go"), "\(count)")
        let prune = try await ground.ratchet("db", "prune", "--per-skill", "1")
        #expect(prune.code == 0 && prune.output.contains("took out 2 runs"), "\(prune)")
        #expect(try await ground.answer("runs", "list")["items"]?.array?.count == 1)
        #expect(try await ground.ratchet("db", "compact").code == 0)
        let receipt = try await ground.ratchet("skills", "recall", "greet@1.0.0")
        #expect(receipt.code == 0 && receipt.output.contains("1 run, 0 with writes"), "\(receipt)")
        _ = server
    }
}
