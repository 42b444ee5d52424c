import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
    /// Answers the first request of each connection and hangs up on the second, as a server does whose keep-alive time runs out.
    @Sendable private static func answerOnce(_ request: SeenRequest, _ peer: Peer) {
        if request.target == "/first" { peer.respond(body: [1]) } else if peer.number == 1 { peer.hangUp() } else { peer.respond(body: [2]) }
    }

    @Test func `a connection is used again`() async throws {
        try await withServer { server, client in
            for _ in 0..<5 { _ = try await client.send(server.request()) }
            #expect(server.log.connections == 1)
            #expect(server.log.requests.count == 5)
        }
    }

    @Test func `a connection is used again after a redirect`() async throws {
        let log = EventLog()
        let handler: TestServer.Handler = { request, peer in
            guard request.target == "/start" else { return peer.respond() }
            peer.send("HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 10\r\n\r\n12345")
            // The rest of the redirect's body comes after its head has been acted on.
            log.waitBlocking(for: .stalled)
            peer.send("67890")
        }
        try await withServer(handler) { server, client in
            var request = try server.request(.get, "/start")
            request.redirects = .follow(max: 1) { _ in
                log.append(.stalled)
                return true
            }
            #expect(try await client.send(request).status == 200)
            #expect(server.log.connections == 1)
        }
    }

    @Test func `each policy has its own connections`() async throws {
        try await withServer { server, client in
            var request = try server.request()
            _ = try await client.send(request)
            request.addressPolicy = .publicOnly.allowing(request.url)
            _ = try await client.send(request)
            #expect(server.log.connections == 2)
            _ = try await client.send(request)
            request.addressPolicy = .any
            _ = try await client.send(request)
            #expect(server.log.connections == 2)
            #expect(server.log.requests.map(\.connection) == [1, 2, 2, 1])
        }
    }

    @Test func `more policies than pools are kept at a time all work`() async throws {
        try await withServer { server, client in
            for number in 1...200 {
                var request = try server.request()
                request.addressPolicy = .publicOnly.allowing(request.url).allowing(try URL("http://host\(number)/"))
                #expect(try await client.send(request).status == 200)
            }
            #expect(server.log.connections == 200)
        }
    }

    @Test func `a loopback address is denied, and nothing is connected`() async throws {
        try await withServer { server, client in
            let error = await client.failure(of: Request(.get, try server.url("/ok")))
            #expect(error?.reason == .deniedAddress(address: "127.0.0.1", kind: "loopback"))
            #expect(error?.host == "127.0.0.1:\(server.port)")
            #expect(error?.mayHaveReachedServer == false)
            await client.shutdown()
            #expect(server.log.connections == 0)
        }
    }

    @Test(arguments: ["http://0x7f000001", "http://2130706433", "http://0177.1", "http://[::ffff:127.0.0.1]", "http://127.1", "http://[::1]"])
    func `no spelling of a loopback address gets through`(_ origin: String) async throws {
        try await withServer { server, client in
            let error = await client.failure(of: Request(.get, try URL("\(origin):\(server.port)/")))
            guard case .deniedAddress(_, kind: "loopback") = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `a public name that resolves to a loopback address is denied`() async throws {
        let server = try TestServer.start()
        defer { server.stop() }
        var options = Client.Options()
        options.resolutions = { [port = server.port] in [.init(host: "public.example", port: port, address: .v4(0x7F00_0001))] }
        let client = try Client(options)
        var request = Request(.get, try URL("http://public.example:\(server.port)/ok"))
        let error = await client.failure(of: request)
        #expect(error?.reason == .deniedAddress(address: "127.0.0.1", kind: "loopback"))

        // A connection that a wider policy has opened to the same name changes nothing.
        request.addressPolicy = .any
        #expect(try await client.send(request).status == 200)
        request.addressPolicy = .publicOnly
        #expect(await client.failure(of: request)?.reason == .deniedAddress(address: "127.0.0.1", kind: "loopback"))
        #expect(server.log.requests.count == 1)
        await client.shutdown()
    }

    @Test func `a configured host and port is reached at any address, and no other`() async throws {
        try await withServer { server, client in
            var request = try server.request()
            request.addressPolicy = .publicOnly.allowing(try server.url("/other"))
            #expect(try await client.send(request).status == 200)
            request.addressPolicy = .publicOnly.allowing(try URL("http://127.0.0.1:\(server.port ^ 1)/"))
            guard case .deniedAddress = await client.failure(of: request)?.reason else {
                Issue.record("another port was reached")
                return
            }
        }
    }

    @Test func `a refused connection cannot have reached anybody`() async throws {
        let server = try TestServer.start()
        let request = try server.request()
        try await withServer { _, client in
            _ = try await client.send(request)
            server.stop()
            await server.log.wait(for: .closed(1))
            let error = await client.failure(of: request)
            guard case .connect = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.mayHaveReachedServer == false)
        }
    }

    @Test func `a name that cannot exist is a resolve error`() async throws {
        try await withServer { _, client in
            let label = String(repeating: "a", count: 64)
            let error = await client.failure(of: Request(.get, try URL("http://\(label).\(label)/")))
            guard case .resolve = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.mayHaveReachedServer == false)
        }
    }

    @Test func `a server without TLS is a TLS error`() async throws {
        let plain = try TestServer.start(greeting: "HTTP/1.1 400 Bad Request\r\n\r\n")
        defer { plain.stop() }
        try await withServer { _, client in
            var request = Request(.get, try URL("https://127.0.0.1:\(plain.port)/"))
            request.addressPolicy = .any
            let error = await client.failure(of: request)
            guard case .tls = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.mayHaveReachedServer == false)
        }
    }

    @Test func `a response that breaks off is a reset that may have reached the server`() async throws {
        try await withServer { server, client in
            for path in ["/reset", "/drop"] {
                let error = await client.failure(of: try server.request(.post, path))
                guard case .reset = error?.reason else {
                    Issue.record("\(path): \(String(describing: error))")
                    continue
                }
                #expect(error?.mayHaveReachedServer == true)
            }
        }
    }

    @Test func `a stream that breaks off gives its bytes, then the reset`() async throws {
        let handler: TestServer.Handler = { _, peer in
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")
            peer.hangUp()
        }
        try await withServer(handler) { server, client in
            let (body, _, error) = try await client.stream(server.request()).drain()
            guard case .reset = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(body == Array("0123456789".utf8))
        }
    }

    @Test func `a server that speaks no HTTP is a protocol error`() async throws {
        try await withServer { server, client in
            guard case .protocolError = await client.failure(of: try server.request(.get, "/garbage"))?.reason else {
                Issue.record("garbage was accepted")
                return
            }
        }
    }

    @Test func `a repeatable request is sent again when a kept connection turns out to be dead`() async throws {
        try await withServer(Self.answerOnce) { server, client in
            _ = try await client.send(server.request(.get, "/first"))
            #expect(try await client.send(try server.request(.get, "/second")).body == [2])
            #expect(server.log.requests.map(\.connection) == [1, 1, 2])
        }
    }

    @Test func `a request that is not repeatable is never sent twice`() async throws {
        try await withServer(Self.answerOnce) { server, client in
            _ = try await client.send(server.request(.get, "/first"))
            let error = await client.failure(of: try server.request(.post, "/second", body: [1]))
            guard case .reset = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.mayHaveReachedServer == true)
            await client.shutdown()
            #expect(server.log.requests.map(\.target) == ["/first", "/second"])
        }
    }

    @Test func `a POST with an idempotency key may be sent again`() async throws {
        try await withServer(Self.answerOnce) { server, client in
            _ = try await client.send(server.request(.get, "/first"))
            var request = try server.request(.post, "/second", body: [9])
            request.isRepeatable = true
            #expect(try await client.send(request).body == [2])
            #expect(server.log.requests.map(\.body) == [[], [9], [9]])
        }
    }
}
