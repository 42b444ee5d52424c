import JSON
import Store
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite(.timeLimit(.minutes(2))) struct ServeTests {
    @Test func `serve tells its address in one line, answers every client, and ends quickly and cleanly on SIGTERM`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        #expect(server.output.past.count == 1 && server.output.past[0].contains("\(ground.workspace) at http://127.0.0.1:"), "\(server.output.past)")
        let doctor = try await ground.ratchet("doctor")
        #expect(doctor.code == 0 && doctor.output.contains("http://127.0.0.1:"), "\(doctor)")
        #expect(try await names(ground.answer("skills", "list")) == ["greet", "health_check", "incident_triage", "weekly_review"])
        #expect(try await names(ground.answer("loops", "list")) == [])
        #expect(try await ground.answer("runs", "list")["items"] == [])
        #expect(Files.exists(ground.layout.server))
        server.send(SIGTERM)
        let end = try await server.finish(within: .seconds(8))
        #expect(end.code == 0 && end.output.split(separator: "\n").count == 1, "\(end)")
        #expect(!Files.exists(ground.layout.server))
    }

    @Test(arguments: [["skills", "list"], ["runs", "list"], ["run", "greet"], ["adopt"], ["loops", "trigger", "x"]])
    func `without a server the client says how to start one`(arguments: [String]) async throws {
        let ground = try await Ground.prepared()
        let result = try await ground.start(arguments).finish()
        #expect(result.code == 1 && result.errors.contains("start one with `ratchet serve --workspace \(ground.workspace)`"), "\(result)")
        #expect(try await ground.ratchet("doctor").output.contains("no server is running"))
    }

    @Test func `a server that was killed is not taken for a running one`() async throws {
        let ground = try await Ground.prepared()
        let server = try await ground.serve()
        server.send(SIGKILL)
        #expect(try await server.finish().code == -SIGKILL)
        #expect(Files.exists(ground.layout.server))
        let result = try await ground.ratchet("skills", "list")
        #expect(result.code == 1 && result.errors.contains("no server is running"), "\(result)")
    }

    @Test func `a second server on a workspace is refused and names the process of the first`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        let second = try await ground.ratchet("serve", "--port", "0")
        #expect(second.code == 1 && second.errors.contains("in use by process \(server.processID)"), "\(second)")
        #expect(try await ground.ratchet("run", "greet", "--wait").code == 0)
        server.send(SIGTERM)
        #expect(try await server.finish().code == 0)
    }

    @Test func `a port in use is told clearly`() async throws {
        let (one, other) = (try await Ground.prepared(), try await Ground.prepared())
        let server = try await one.serve()
        let port = try #require(server.output.past[0].split(separator: ":").last)
        let refused = try await other.ratchet("serve", "--port", String(port))
        #expect(refused.code == 1 && refused.errors.contains("127.0.0.1, port \(port): the port is in use"), "\(refused)")
        #expect(!Files.exists(other.layout.server))
        server.send(SIGTERM)
        #expect(try await server.finish().code == 0)
    }

    @Test func `a database of a newer release is refused and left untouched`() async throws {
        let ground = try await Ground.prepared()
        let server = try await ground.serve()
        server.send(SIGTERM)
        try await server.finish()
        // SQLite keeps the number as four bytes at offset 60 of the file, the highest first.
        var bytes = try #require(try Files.read(ground.layout.database))
        bytes.replaceSubrange(60..<64, with: [0, 0, 0x03, 0xe7])
        try Files.write(ground.layout.database, bytes)
        let refused = try await ground.ratchet("serve", "--port", "0")
        #expect(refused.code == 1 && refused.errors.contains("\(ground.layout.database) has schema 999"), "\(refused)")
        #expect(try Files.read(ground.layout.database) == bytes)
    }

    private func names(_ list: JSON) -> [String] { list["items"]?.array?.compactMap { $0["name"]?.string } ?? [] }
}
