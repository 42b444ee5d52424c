import JSON
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Clients that mean harm or know no better, at the sidecar and the server as they are shipped: clear answers, bounded memory, a clean end.
@Suite(.timeLimit(.minutes(2))) struct HostileClientTests {
    private static let bomb = [UInt8](repeating: UInt8(ascii: "["), count: 500_000)
    /// Megabytes that a process of a debug build may have when a client has thrown more than that at it.
    private static let most = 200

    private func serving() async throws -> (ground: Ground, server: Program, url: String) {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        try ground.write("ratchet.json", ["services": [:], "models": [:], "policy": ["agent_may_run": ["greet"]]])
        let server = try await ground.serve()
        let url = try ground.url
        return (ground, server, url)
    }

    /// Of a process, in megabytes.
    private func memory(_ process: Program, _ ground: Ground) async throws -> Int {
        let shown = try await ground.shell("ps -o rss= -p \(process.processID)").output
        return try #require(Int(shown.filter(\.isNumber))) / 1024
    }

    @Test func `a sidecar outlives every frame, says what is wrong with each, and takes no more memory for it`() async throws {
        let (ground, server, _) = try await serving()
        let agent = try Sidecar(ground)
        #expect(try await agent.call("get_skill", ["skill": "greet"])["skill"] == "greet@1.0.0")
        try agent.write(Array(#"{"jsonrpc":"2.0","id":"utf-8","method":"#.utf8) + [0x22, 0xff, 0xfe, 0x22, 0x7d, 10])
        _ = try await agent.program.line("-32700")
        try agent.write(Self.bomb + [10])
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<20 { try agent.write(block) }
        try agent.write([10])
        let refused = try await agent.program.line("longer than")
        #expect(refused.contains("-32600") && refused.utf8.count < 1000)
        for frame in ["[]", "{}", "null", "7", #"{"jsonrpc":"1.0","id":1,"method":"x"}"#, #"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#] {
            try agent.write(Array(frame.utf8) + [10])
        }
        // Half a line that stays half, and a second client that does not care.
        try agent.write(Array(#"{"jsonrpc":"2.0","id":1,"#.utf8))
        #expect(try await Sidecar(ground).call("get_skill", ["skill": "greet"])["skill"] == "greet@1.0.0")
        try agent.write(Array(#""method":"ping"}"#.utf8) + [10])
        _ = try await agent.program.line(#""id":1,"#)
        #expect(try await agent.call("get_skill", ["skill": "greet"])["skill"] == "greet@1.0.0")
        let megabytes = try await memory(agent.program, ground)
        #expect(megabytes < Self.most, "\(megabytes) MB")
        // Two frames that are not JSON, six that are no messages, and one too long.
        let codes = agent.program.output.past.filter { $0.contains("\"error\"") }
        #expect(codes.count { $0.contains("-32700") } == 2 && codes.count { $0.contains("-32600") } == 7, "\(codes)")
        _ = server
    }

    @Test func `the end of the input in the middle of a call is a clean end, with the answer`() async throws {
        let (ground, server, _) = try await serving()
        let agent = try Sidecar(ground)
        let id = try agent.send("tools/call", ["name": "list_skills", "arguments": [:]])
        try agent.write(Array(#"{"jsonrpc":"2.0","id":99,"meth"#.utf8))
        agent.endInput()
        let ended = try await agent.program.finish()
        #expect(ended.code == 0 && ended.output.contains("\"id\":\(id),") && ended.output.contains("-32700"), "\(ended)")
        _ = server
    }

    @Test func `a reader that has gone ends the sidecar quietly`() async throws {
        let (ground, server, _) = try await serving()
        let list = #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"#
        // The input stays open, so only the broken pipe can end it.
        let sidecar = Ground.built("ratchet-sidecar")
        let ended = try await ground.shell(
            "( printf '%s\\n' '\(list)'; sleep 0.3; printf '%s\\n' '\(list)' '\(list)'; sleep 1; printf '%s\\n' '\(list)'; sleep 20 & ) "
                + "| { '\(sidecar)'; echo code=$? >&2; } | true")
        #expect(ended.errors == "code=0", "\(ended)")
        _ = server
    }

    @Test func `fifty sidecars at once all get their answers`() async throws {
        let (ground, server, _) = try await serving()
        let meta = #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#
        let arguments = #"{"skill":"greet","input":{"name":"Kim"}}"#
        let call = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"run_skill","arguments":\#(arguments),\#(meta)}}"#
        try ground.write("call.json", call + "\n")
        let all = try await Program(
            ["sh", "-c", "for i in $(seq 50); do '\(Ground.built("ratchet-sidecar"))' < call.json & done; wait"], in: ground.workspace,
            environment: ground.environment
        ).finish(within: .seconds(90))
        let answers = all.output.split(separator: "\n").filter { $0.contains("hello Kim") }
        #expect(answers.count == 50, "\(answers.count) of 50: \(all.errors) \(all.output.prefix(2000))")
        _ = server
    }

    @Test func `the server refuses what is too large, too deep or no text, and stalled clients hold up nobody`() async throws {
        let (ground, server, url) = try await serving()
        try Files.write(ground.workspace + "/bomb", Self.bomb)
        try Files.write(ground.workspace + "/bytes", [0x22, 0xff, 0xfe, 0x22])
        let post = "curl -s -o body -w '%{http_code}' -X POST -H \"Authorization: Bearer $(cat '\(ground.layout.agentToken)')\" "
            + "-H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream'"
        for (body, status, code) in [("bomb", "400", "-32700"), ("bytes", "400", "-32700"), ("/dev/null", "400", "-32700")] {
            let answer = try await ground.shell("\(post) --data-binary @\(body) \(url)/mcp; cat body")
            #expect(answer.output.hasPrefix(status) && answer.output.contains(code), "\(body): \(answer)")
        }
        let large = try await ground.shell("head -c 20000000 /dev/zero | \(post) -T - \(url)/mcp; cat body")
        #expect(large.output.hasPrefix("413") && large.output.contains("1 MiB"), "\(large)")
        // Fifty that send half a request and wait, and fifty that ask properly meanwhile.
        let port = url.split(separator: ":").last.map(String.init) ?? ""
        let half = #"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:\#(port)\r\nContent-Length: 1000\r\nContent-Type: application/json\r\n\r\n{\"half"#
        let stalled = try Program(
            ["bash", "-c", "for i in $(seq 50); do ( exec 3<>/dev/tcp/127.0.0.1/\(port); printf '\(half)' >&3; echo up; sleep 30 ) & done; wait"],
            in: ground.workspace, environment: ground.environment)
        _ = try await ground.wait(for: "fifty stalled clients") { stalled.output.past.count == 50 ? true : nil }
        let revision = #""io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}"#
        let meta = #""_meta":{"progressToken":1,\#(revision)}"#
        try ground.write("call.json", #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_skills","arguments":{},\#(meta)}}"#)
        let headers = "-H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' -H 'Mcp-Name: list_skills'"
        let kept = post.replacing("-o body", with: "-o answer$i")
        let all = try await ground.shell("for i in $(seq 50); do \(kept) \(headers) --data-binary @call.json \(url)/mcp & done; wait")
        #expect(all.output == String(repeating: "200", count: 50), "\(all)")
        #expect(try await ground.shell("grep -l 'data: ' answer* | wc -l").output.filter(\.isNumber) == "50")
        // Some that leave in the middle of their calls.
        _ = try await ground.shell("for i in $(seq 50); do \(post) \(headers) -m 0.0$i --data-binary @call.json \(url)/mcp & done; wait")
        stalled.send(SIGKILL)
        let megabytes = try await memory(server, ground)
        #expect(megabytes < Self.most, "\(megabytes) MB")
        server.send(SIGTERM)
        #expect(try await server.finish().code == 0)
    }
}
