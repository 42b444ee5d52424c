import Synchronization
import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(1))) struct LimitTests {
    @Test func `a body over the limit is refused`() async throws {
        try await withServer { server, client in
            let error = await client.failure(of: try server.request(.get, "/big"))
            #expect(error?.reason == .tooLarge(limit: 1 << 20))
            #expect(error?.mayHaveReachedServer == true)
        }
    }

    @Test func `a body of exactly the limit is accepted`() async throws {
        try await withServer { server, client in
            var request = try server.request(.post, "/echo", body: [UInt8](repeating: 1, count: 1000))
            request.maxBytes = 1000
            #expect(try await client.send(request).body.count == 1000)
            request.maxBytes = 999
            #expect(await client.failure(of: request)?.reason == .tooLarge(limit: 999))
        }
    }

    @Test func `a small response that unpacks into a large one is refused`() async throws {
        #expect(Gzip.zeros(2 << 20).count < 20_000)
        try await withServer { server, client in
            let error = await client.failure(of: try server.request(.get, "/gzip?\(2 << 20)"))
            #expect(error?.reason == .tooLarge(limit: 1 << 20))
        }
    }

    @Test func `a stream without an end is cut at the limit, after the bytes before it`() async throws {
        try await withServer { server, client in
            var request = try server.request(.get, "/endless")
            request.maxBytes = 100_000
            let (bytes, _, error) = try await client.stream(request).drain()
            #expect(error?.reason == .tooLarge(limit: 100_000))
            #expect(bytes.count <= 100_000 && bytes.count > 80_000)
        }
    }

    @Test func `too many header lines, or too long ones, are refused`() async throws {
        try await withServer { server, client in
            let many = try server.request(.get, "/fields?150")
            #expect(try await client.send(many).headers["x-149"] == "v")
            for path in ["/fields?500", "/long-field?70000"] {
                guard case .protocolError = await client.failure(of: try server.request(.get, path))?.reason else {
                    Issue.record("\(path) was accepted")
                    continue
                }
            }
        }
    }

    @Test func `a server that does not answer runs into the total timeout`() async throws {
        try await withServer { server, client in
            var request = try server.request(.get, "/hang")
            request.timeout = .milliseconds(100)
            let error = await client.failure(of: request)
            #expect(error?.reason == .timeout(.total, after: .milliseconds(100)))
            #expect(error?.mayHaveReachedServer == true)
            await server.log.wait(for: .closed(1))
        }
    }

    @Test(arguments: ["/hang", "/silent"])
    func `a server that falls silent runs into the idle timeout`(_ path: String) async throws {
        try await withServer { server, client in
            var request = try server.request(.get, path)
            request.idleTimeout = .milliseconds(100)
            let error = await client.failure(of: request)
            #expect(error?.reason == .timeout(.idle, after: .milliseconds(100)))
            #expect(error?.mayHaveReachedServer == true)
            await server.log.wait(for: .closed(1))
        }
    }

    @Test func `an idle timeout ends a transfer that stops, not one that moves now and then`() async throws {
        let clock = ManualClock()
        let trickling = Mutex<Int32>(-1)
        let handler: TestServer.Handler = { request, peer in
            switch request.target {
            case "/trickle":
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
                trickling.withLock { $0 = peer.descriptor }
            case "/tick":
                Peer(trickling.withLock { $0 }, number: 0, log: EventLog()).send("x")
                peer.respond()
            default: Behaviours.answer(request, peer)
            }
        }
        try await withServer(handler, options: clock.options) { server, client in
            var request = try server.request(.get, "/trickle")
            request.idleTimeout = .seconds(10)
            let response = try await client.stream(request)
            var body = response.body.makeAsyncIterator()
            for _ in 0..<6 {
                clock.advance(by: .seconds(9))
                _ = try await client.send(server.request(.get, "/tick"))
                #expect(try await body.next() == Array("x".utf8))
            }
            clock.advance(by: .seconds(11))
            // Any other request makes the thread look at its clock.
            _ = try await client.send(server.request())
            #expect(await response.drain().error?.reason == .timeout(.idle, after: .seconds(10)))
        }
    }

    @Test func `an idle timeout does not end an upload that moves now and then`() async throws {
        // More than the kernel holds between the two ends, so that each piece needs the client to write again.
        let piece = 16 << 20
        let pieces = 3
        let clock = ManualClock()
        let leave = EventLog()
        let log = EventLog()
        let handler: TestServer.Handler = { request, peer in
            for number in 1...pieces {
                leave.waitBlocking(for: .received(number))
                guard peer.skip(piece) else { return }
                log.append(.received(number))
            }
            peer.respond()
        }
        try await withServer(handler, options: clock.options) { server, client in
            var request = try server.request(.put, "/upload", body: [UInt8](repeating: 1, count: piece * pieces))
            request.idleTimeout = .seconds(10)
            let upload = request
            async let response = client.send(upload)
            for number in 1...pieces {
                leave.append(.received(number))
                await log.wait(for: .received(number))
                clock.advance(by: .seconds(9))
            }
            #expect(try await response.status == 200)
        }
    }

    @Test func `a host that does not complete the connection runs into the connect timeout`() async throws {
        // TLS with a server that never says hello.
        let handler: TestServer.Handler = { _, _ in }
        try await withServer(handler) { server, client in
            var request = Request(.get, try URL("https://127.0.0.1:\(server.port)/"))
            request.addressPolicy = .any
            request.connectTimeout = .milliseconds(100)
            let error = await client.failure(of: request)
            #expect(error?.reason == .timeout(.connect, after: .milliseconds(100)))
            #expect(error?.mayHaveReachedServer == false)
        }
    }

    @Test func `one timeout spans all redirects`() async throws {
        let clock = ManualClock()
        try await withServer(options: clock.options) { server, client in
            var request = try server.request(.get, "/redirect?302&/ok")
            request.redirects = .follow(max: 3) { _ in
                clock.advance(by: .seconds(61))
                return true
            }
            let error = await client.failure(of: request)
            #expect(error?.reason == .timeout(.total, after: .seconds(60)))
            #expect(error?.mayHaveReachedServer == true)
            #expect(server.log.requests.count == 1)
        }
    }
}
