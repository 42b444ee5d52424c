import JSON
import Testing

@Suite(.timeLimit(.minutes(2))) struct BrokenSettingsTests {
    private static let broken = "{\n  \"services\": {},\n  \"modles\": {}\n}\n"

    @Test func `settings broken while serving are logged with file and line, and the last good ones stay in force`() async throws {
        try await RunningDemo.run { _, url in
            let ground = try await Ground.prepared(services: ["demo": url], skills: [Documents.probe])
            let server = try await ground.serve()
            try ground.write("ratchet.json", Self.broken)
            let line = try await server.line("ratchet.json:3:", amongErrors: true)
            #expect(line.contains("S02") && line.contains("last good ones stay in force"), "\(line)")
            let run = try await ground.ratchet("run", "probe", "--wait")
            #expect(run.code == 0, "\(run)")
            let doctor = try await ground.ratchet("doctor")
            #expect(doctor.code == 1 && doctor.output.contains("ratchet.json:3:"), "\(doctor)")
        }
    }

    @Test(arguments: [(Self.broken, "3:13: S02"), ("{\n  \"services\": {\n", "3:1: S01")])
    func `a server does not start on broken settings and names file and line`(text: String, place: String) async throws {
        let ground = try await Ground.prepared()
        try ground.write("ratchet.json", text)
        let refused = try await ground.ratchet("serve", "--port", "0")
        #expect(refused.code == 1 && refused.errors.contains("\(ground.workspace)/ratchet.json:\(place)"), "\(refused)")
    }
}
