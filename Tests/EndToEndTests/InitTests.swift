import JSON
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite(.timeLimit(.minutes(2))) struct InitTests {
    @Test func `init makes a workspace that stock git finds clean, with one commit that is live`() async throws {
        let ground = try Ground()
        let made = try await ground.ratchet("init")
        #expect(made.code == 0 && made.output.contains("live at"), "\(made)")
        for path in NewWorkspace.files.map(\.path) { #expect(Files.exists("\(ground.workspace)/\(path)"), "\(path)") }
        #expect(try await ground.git("log", "--oneline").split(separator: "\n").count == 1)
        #expect(try await ground.git("status", "--porcelain") == "")
        #expect(try await ground.git("rev-parse", "refs/ratchet/live") == ground.git("rev-parse", "HEAD"))
        #expect(try await ground.git("fsck", "--strict") == "")
        #expect(try permissions(ground.owner) == 0o600)
        #expect(try permissions(ground.layout.agentToken) == 0o600)
    }

    @Test func `a second init is refused and leaves everything as it was`() async throws {
        let ground = try Ground()
        try await ground.ratchet("init")
        let (head, token) = (try await ground.git("rev-parse", "HEAD"), try Files.read(ground.owner))
        let second = try await ground.ratchet("init")
        #expect(second.code == 1 && second.errors.contains("is a workspace already"), "\(second)")
        #expect(try await ground.git("rev-parse", "HEAD") == head)
        #expect(try Files.read(ground.owner) == token)
    }

    @Test(arguments: [["init", "--nonsense"], ["serve", "--port", "70000"], ["fly"], ["runs", "list", "--limit", "0"]])
    func `a question that is put wrongly ends with 2`(arguments: [String]) async throws {
        let result = try await Ground().ratchet(arguments)
        #expect(result.code == 2 && result.output.isEmpty && !result.errors.isEmpty, "\(result)")
    }

    private func permissions(_ path: String) throws -> UInt32 {
        var status = stat()
        try #require(stat(path, &status) == 0, "\(path)")
        return UInt32(status.st_mode) & 0o777
    }
}
