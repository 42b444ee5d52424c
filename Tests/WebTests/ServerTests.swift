import HTTPClient
import JSON
import ServiceLifecycle
import Testing
import Workspace

@testable import Web

/// Over sockets: what the API alone does not show.
@Suite(.timeLimit(.minutes(1))) struct ServerTests {
    @Test func `the API is served on a free port`() async throws {
        try await serve { live in
            let status = try await live.send(.get, "/status")
            #expect(status.status == 200)
            #expect(status.headers["content-type"] == "application/json")
            #expect(status.headers["cache-control"] == "no-store")
            #expect(try JSON(parsing: status.body)["version"] == "9.9.9")
            let started = try await live.send(.post, "/runs", "{\"skill\": \"greet\", \"input\": {\"name\": \"Ada\"}}")
            #expect(started.status == 201)
            #expect(started.headers["location"]?.hasPrefix("/api/v1/runs/") == true)
            let listed = try await live.send(.get, "/runs?state=running,succeeded")
            #expect(try JSON(parsing: listed.body)["items"]?.array?.count == 1)
        }
    }

    @Test func `a request without a token is challenged`() async throws {
        try await serve { live in
            let answer = try await live.send(.get, "/status", token: nil)
            #expect(answer.status == 401)
            #expect(answer.headers["www-authenticate"] == "Bearer realm=\"ratchet\"")
        }
    }

    @Test func `a request that came by another host's name, or from a page of another origin, is refused`() async throws {
        try await serve(resolving: "evil.example") { live async throws in
            #expect(try await live.send(.get, "/status", host: "evil.example").status == 421)
            #expect(try await live.send(.get, "/status", origin: "http://evil.example").status == 403)
            #expect(try await live.send(.get, "/status", host: "localhost").status == 200)
            #expect(try await live.send(.get, "/status", host: "localhost", origin: "http://localhost:\(live.port)").status == 200)
        }
    }

    @Test func `a body over a mebibyte is refused, one of a mebibyte is read`() async throws {
        try await serve { live in
            func post(_ bytes: Int) async throws -> Response {
                let text = "{\"skill\": \"greet\", \"input\": {}}"
                return try await live.send(.post, "/runs", text + String(repeating: " ", count: bytes - text.utf8.count))
            }
            #expect(try await post(1 << 20).status == 400)
            let refused = try await post(1 << 20 + 1)
            #expect(refused.status == 413)
            #expect(try JSON(parsing: refused.body)["error"]?["code"] == "body_too_large")
        }
    }

    @Test func `a port in use is told with what to do`() async throws {
        try await serve { live in
            let error = await #expect(throws: WebError.self) { try await Live.server(live.site, port: live.port).run() }
            #expect(error == .cannotListen(host: "127.0.0.1", port: live.port, reason: "the port is in use"))
            #expect(error?.description.contains("--port") == true)
        }
    }

    @Test func `a request that waits for a run is answered when the server stops`() async throws {
        try await serve { live in
            let id = await live.site.post("/runs", ["skill": "hold"]).json["id"]?.string ?? ""
            async let answer = live.send(.get, "/runs/\(id)?wait=30")
            await live.site.until { live.site.backend.endings.waiting == 1 }
            await live.stop()
            let last = try await answer
            #expect(last.status == 200)
            #expect(try JSON(parsing: last.body)["state"] == "running")
        }
    }

    @Test func `a name that is none of this machine's is told`() async throws {
        try await Site.open { site in
            await #expect(throws: WebError.self) { try await Live.server(site, host: "192.0.2.1", port: 0).run() }
        }
    }
}

/// A served API, and a client that speaks to it as an operator.
private struct Live: Sendable {
    let site: Site
    let client: Client
    let port: Int
    let stop: @Sendable () async -> Void

    static func server(
        _ site: Site, host: String = "127.0.0.1", port: Int, onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> WebServer {
        WebServer(host: host, port: port, api: site.api, logger: Site.logger, onReady: { _, port in await onReady(port) })
    }

    func send(
        _ method: Request.Method, _ target: String, _ body: String = "", host: String = "127.0.0.1", token: Token? = Site.token(.operator),
        origin: String? = nil
    ) async throws -> Response {
        var headers: Headers = [:]
        if let token { headers.append("Authorization", "Bearer \(token.text)") }
        if let origin { headers.append("Origin", origin) }
        var request = Request(method, try URL("http://\(host):\(port)/api/v1\(target)"), headers: headers, body: Array(body.utf8))
        request.addressPolicy = .any
        return try await client.send(request)
    }
}

/// - Parameter name: a name that leads to the server too.
private func serve(resolving name: String? = nil, _ body: @escaping @Sendable (Live) async throws -> Void) async throws {
    try await Site.open { site in
        let (ports, announce) = AsyncStream<Int>.makeStream()
        let group = ServiceGroup(services: [Live.server(site, port: 0) { announce.yield($0) }], logger: Site.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announce.finish() }
                try await group.run()
            }
            var iterator = ports.makeAsyncIterator()
            if let port = await iterator.next() {
                var options = Client.Options()
                if let name, let address = IPAddress("127.0.0.1") { options.resolutions = { [.init(host: name, port: port, address: address)] } }
                let client = try Client(options)
                try await body(Live(site: site, client: client, port: port, stop: { await group.triggerGracefulShutdown() }))
                await client.shutdown()
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
