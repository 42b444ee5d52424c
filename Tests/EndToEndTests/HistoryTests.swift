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
