import Testing

@testable import MCP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The official Python client against `mcp-conformance`.
@Suite struct PythonClientTests {
    static let path = environment("MCP_PYTHONPATH")

    @Test(
        .enabled(if: path != nil, "set MCP_PYTHONPATH to where `pip install --target DIRECTORY mcp` put the client to run it"),
        .timeLimit(.minutes(3)))
    func `the official client finds nothing wrong`() async throws {
        let root = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
        let command = try #require(Self.executables.map { $0 + "/mcp-conformance" }.first { access($0, X_OK) == 0 })
        let arguments = ["env", "PYTHONPATH=" + (Self.path ?? ""), "python3", root + "/Tests/MCPConformance/clients.py", command]
        #expect(try await Self.run(arguments) == 0, "the lines that begin with FAIL tell what")
    }

    /// The exit status of a program that is looked up in PATH.
    private static func run(_ arguments: [String]) async throws -> Int32 {
        var process = pid_t()
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        try #require(posix_spawnp(&process, arguments[0], nil, nil, &pointers, environ) == 0)
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        try startThread { [process] in
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            end.yield(status)
        }
        for await status in ends { return status }
        return -1
    }

    /// Where the build puts executables: beside the tests.
    private static var executables: [String] {
        CommandLine.arguments.prefix(1).map { $0.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } }
    }
}
