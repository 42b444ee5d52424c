import Git
import HTTPTypes
import HummingbirdCore
import JSON
import NIOCore
import Synchronization
import Testing
import Workspace

@testable import Web

/// The tools at `/mcp`.
@Suite(.timeLimit(.minutes(1))) struct ToolEndpointTests {
    private func respond(
        _ site: Site, _ method: String, _ params: JSON.Object, as scope: Scope?, host: String, origin: String?, path: String = "/mcp"
    ) async throws -> Response {
        var params = params
        params["_meta"] = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
            "io.modelcontextprotocol/clientInfo": ["name": "inspector", "version": "3"],
        ]
        var head = HTTPRequest(method: .post, scheme: "http", authority: host, path: path)
        var fields = ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method, "Content-Type": "application/json", "Accept": "application/json"]
        fields["Mcp-Name"] = params["name"]?.string
        fields["Authorization"] = scope.map { "Bearer \(Site.token($0).text)" }
        fields["Origin"] = origin
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { head.headerFields[name] = value }
        }
        let message: JSON = ["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": .object(params)]
        let (stream, feed) = AsyncStream<ByteBuffer>.makeStream()
        feed.yield(ByteBuffer(bytes: message.bytes(.compact)))
        feed.finish()
        let endpoint = ToolEndpoint(api: site.api, time: site.time) { Array(repeating: 7, count: $0) }
        return try await Responder(api: site.api, tools: endpoint).respond(
            to: HummingbirdCore.Request(head: head, body: RequestBody(asyncSequence: stream)),
            context: .init(local: .init(address: "127.0.0.1", port: Site.port)))
    }

    private func status(
        _ site: Site, as scope: Scope? = .agent, host: String = Site.host, origin: String? = nil
    ) async throws -> Int { try await respond(site, "tools/list", [:], as: scope, host: host, origin: origin).status.code }

    /// What a tool's call came to.
    private func call(_ site: Site, _ tool: String, _ arguments: JSON = [:], as scope: Scope = .agent) async throws -> JSON {
        let response = try await respond(
            site, "tools/call", ["name": .string(tool), "arguments": arguments], as: scope, host: Site.host, origin: nil)
        let collected = Collected()
        try await response.body.write(Collector(collected: collected))
        let json = try JSON(parsing: collected.bytes.withLock { $0 })
        return try #require(json["result"]?["structuredContent"], "\(json)")
    }

    @Test func `tokens, hosts and origins are judged as for the API`() async throws {
        try await Site.open { site async throws in
            #expect(try await status(site) == 200)
            #expect(try await status(site, as: nil) == 401)
            #expect(try await status(site, host: "evil.example:\(Site.port)") == 421)
            #expect(try await status(site, origin: "http://evil.example") == 403)
            #expect(try await status(site, origin: "http://\(Site.host)") == 200)
        }
    }

    @Test func `the tools' requests count against the token's rate, and wrong tokens against the address`() async throws {
        try await Site.open { site async throws in
            for _ in 0..<(Scope.agent.requestsPerMinute / 6) { #expect(try await status(site) == 200) }
            let refused = try await respond(site, "tools/list", [:], as: .agent, host: Site.host, origin: nil)
            #expect(refused.status.code == 429 && refused.headers[.retryAfter] == "1")
            #expect(await site.get("/status", as: .agent).status == .tooMany)
            site.time.advance(by: .seconds(10))
            #expect(try await status(site) == 200)
        }
    }

    @Test func `a tool does what the caller's scope allows, and no more`() async throws {
        try await Site.open { site in
            let greet: JSON = ["skill": "greet", "input": ["name": "Ada"]]
            #expect(try await call(site, "run_skill", greet)["code"] == "policy")
            #expect(try await call(site, "run_skill", greet, as: .viewer)["code"] == "scope")
            site.settings.change { $0.policy.agentMayRun = ["greet"] }
            let run = try await call(site, "run_skill", ["skill": "greet", "input": ["name": "Ada"], "wait_seconds": 0])
            let id = try #require(run["run"]?.string, "\(run)")
            await site.engine.settled(id)
            #expect(try await call(site, "get_run", ["run": .string(id)])["state"] == "succeeded")
            #expect(try await call(site, "query_runs", ["skill": "greet"])["runs"]?.array?.count == 1)
            #expect(try await call(site, "get_run", ["run": "../../status"])["code"] == "unknown_run")
        }
    }

    @Test func `live skills are tools where the address asks for it, those that the caller may run`() async throws {
        try await Site.open { site in
            func names(_ path: String, as scope: Scope) async throws -> [String] {
                let response = try await respond(site, "tools/list", [:], as: scope, host: Site.host, origin: nil, path: path)
                let collected = Collected()
                try await response.body.write(Collector(collected: collected))
                return try JSON(parsing: collected.bytes.withLock { $0 })["result"]?["tools"]?.array?.compactMap { $0["name"]?.string } ?? []
            }
            func skills(_ path: String, as scope: Scope) async throws -> [String] {
                try await names(path, as: scope).filter { $0.hasPrefix("skill_") }
            }
            site.settings.change { $0.policy.agentMayRun = ["greet"] }
            #expect(try await skills("/mcp", as: .operator) == [])
            #expect(try await skills("/mcp?tools=skills", as: .operator) == ["skill_greet", "skill_hold", "skill_pair"])
            #expect(try await skills("/mcp?tools=skills", as: .agent) == ["skill_greet"])
            #expect(try await skills("/mcp?tools=skills", as: .viewer) == [])
            let odd = try await respond(site, "tools/list", [:], as: .agent, host: Site.host, origin: nil, path: "/mcp?tools=all")
            #expect(odd.status.code == 400)
        }
    }

    @Test func `a wait for news ends with another live commit, and without one in its time`() async throws {
        try await Site.open { site in
            let commit = try #require(await site.get("/live").json["commit"]?.string)
            #expect(await site.get("/live?known=other&wait=30").json["commit"]?.string == commit)
            async let waiting = site.get("/live?known=\(commit)&wait=30")
            await site.until { site.backend.liveChanges.waiting == 1 }
            let next = try await site.registry.adopt(try await site.land(["notes.txt": "something"])).commit
            var answer = await waiting.json["commit"]?.string
            // The first to wait may be woken by what is live already.
            while answer == commit { answer = await site.get("/live?known=\(commit)&wait=1").json["commit"]?.string }
            #expect(answer == next.description)
            #expect(site.backend.liveChanges.waiting == 0)
        }
    }

    @Test func `every call leaves a row with the client, the hash and how it ended`() async throws {
        try await Site.open { site in
            _ = try await call(site, "list_skills", ["query": "secret words"])
            _ = try await call(site, "run_skill", ["skill": "greet"])
            var rows: [JSON] = []
            await site.until {
                rows = await site.get("/tool-calls").items
                return rows.count == 2
            }
            #expect(Set(rows.compactMap { $0["outcome"]?.string }) == ["ok", "policy"])
            let listed = try #require(rows.first { $0["tool"] == "list_skills" })
            #expect(listed["token"] == "agent" && listed["client"] == "inspector" && listed["client_version"] == "3")
            #expect(listed["arguments_hash"]?.string?.count == 64 && !rows.description.contains("secret words"))
        }
    }

    @Test func `a report with a wrong hash or duration is refused`() async throws {
        try await Site.open { site in
            let report: JSON = ["tool": "get_run", "arguments_hash": "abc", "outcome": "ok", "duration_ms": 1]
            #expect(await site.post("/tool-calls", report, as: .agent).code == "invalid_field")
            let hash = JSON.string(String(repeating: "a", count: 64))
            #expect(await site.post("/tool-calls", ["tool": "x", "arguments_hash": hash, "outcome": "ok", "duration_ms": -1]).code == "invalid_field")
            let good: JSON = ["tool": "x", "arguments_hash": hash, "outcome": "ok", "duration_ms": 1]
            #expect(await site.post("/tool-calls", good, as: .agent).status == .created)
        }
    }
}

private final class Collected: Sendable {
    let bytes = Mutex<[UInt8]>([])
}

private struct Collector: ResponseBodyWriter {
    let collected: Collected

    mutating func write(_ buffer: ByteBuffer) async throws { collected.bytes.withLock { $0 += buffer.readableBytesView } }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
