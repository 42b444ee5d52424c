import JSON
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The official Python client, of both generations, against the product: the sidecar over stdio and `/mcp` over HTTP, in every mode it has.
@Suite(.timeLimit(.minutes(4))) struct PythonClientTests {
    private static let versions = ["2.3.0", "1.30.0"]

    /// The interpreter with the client in it, below the build's folder; made once. Nil where Python or its packages cannot be had.
    private static func interpreter(_ version: String) async throws -> String? {
        let folder = Files.parent(of: Files.parent(of: Files.parent(of: #filePath))) + "/.build/clients/\(version)"
        let script = """
            test -x '\(folder)/bin/python' && '\(folder)/bin/python' -c 'import mcp' 2>&1 && exit 0
            rm -rf '\(folder)' && python3 -m venv '\(folder)' && '\(folder)/bin/pip' install --quiet --retries 1 --timeout 10 'mcp==\(version)'
            """
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let home = getenv("HOME").map { String(cString: $0) } ?? "/"
        let made = try await Program(["sh", "-c", script], in: "/", environment: ["PATH": path, "HOME": home]).finish(within: .seconds(120))
        return made.code == 0 ? folder + "/bin/python" : nil
    }

    /// Where the specification's schemas are, for the check of frames.
    private static var schemas: [String: String] {
        ["MCP_SCHEMA_2026_07_28", "MCP_SCHEMA_2025_11_25"].reduce(into: [:]) { $0[$1] = getenv($1).map { String(cString: $0) } }
    }

    /// Rests for ten minutes; nobody waits for its end.
    private static let skills: [JSON] = [Documents.greet, SidecarTaskTests.rest("10m"), Documents.refuse]

    @Test(
        .enabled("needs python3 with venv, and pip's access to mcp==2.3.0 and mcp==1.30.0") {
            for version in versions where try await interpreter(version) == nil { return false }
            return true
        }, arguments: versions)
    func `the official client finds nothing wrong with the product`(version: String) async throws {
        let ground = try await Ground.prepared(skills: Self.skills)
        let names: JSON = ["greet", "rest"]
        try ground.write(
            "ratchet.json", ["services": [:], "models": [:], "policy": ["agent_may_run": names, "auto_approve": "narrower"]])
        let server = try await ground.serve()
        let url = try ground.url
        let secret = try #require(try Files.read(ground.layout.agentToken))
        let token = String(decoding: secret, as: UTF8.self).filter { !$0.isWhitespace }
        let root = Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))
        let found = try await Self.interpreter(version)
        let python = try #require(found)
        let script = root + "/Tests/MCPConformance/product.py"
        let result = try await Program(
            [python, script, Ground.built("ratchet-sidecar"), url + "/mcp", token], in: ground.workspace,
            environment: ground.environment.merging(Self.schemas) { $1 }
        ).finish(within: .seconds(120))
        #expect(result.code == 0 && result.output.contains("0 failed"), "\(result.output)\n\(result.errors)")
        _ = server
    }
}
