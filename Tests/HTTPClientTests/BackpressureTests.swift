import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(1))) struct BackpressureTests {
    /// Sends 10 MB as fast as the client takes them.
    @Sendable private static func pour(_ request: SeenRequest, _ peer: Peer) {
        peer.limitSendBuffer()
        peer.respond(body: [UInt8](repeating: 5, count: 10 << 20))
    }

    @Test func `a body that is read slowly waits in the server, not in memory`() async throws {
        try await withServer(Self.pour) { server, client in
            var request = try server.request(.get, "/")
            request.maxBytes = 10 << 20
            let response = try await client.stream(request)
            await server.log.wait(for: .stalled)
            let (bytes, largest, error) = await response.drain()
            #expect(bytes == [UInt8](repeating: 5, count: 10 << 20) && error == nil)
            #expect(largest <= 80 << 10)
        }
    }

    @Test func `a stream nobody reads is not idle, and can be read later`() async throws {
        let clock = ManualClock()
        let handler: TestServer.Handler = { request, peer in
            if request.target == "/pour" { Self.pour(request, peer) } else { peer.respond() }
        }
        try await withServer(handler, options: clock.options) { server, client in
            var request = try server.request(.get, "/pour")
            request.maxBytes = 10 << 20
            request.idleTimeout = .seconds(10)
            let response = try await client.stream(request)
            for _ in 0..<3 {
                while !response.body.lease.transfer.isFull { _ = try await client.send(server.request()) }
                clock.advance(by: .seconds(60))
                _ = try await client.send(server.request())
            }
            let (bytes, largest, error) = await response.drain()
            #expect(bytes.count == 10 << 20 && error == nil)
            #expect(largest <= 80 << 10)
        }
    }

    @Test func `a stalled stream does not hold up other requests`() async throws {
        let handler: TestServer.Handler = { request, peer in
            if request.target == "/pour" { Self.pour(request, peer) } else { peer.respond() }
        }
        try await withServer(handler) { server, client in
            var request = try server.request(.get, "/pour")
            request.maxBytes = 10 << 20
            let response = try await client.stream(request)
            await server.log.wait(for: .stalled)
            for _ in 0..<10 { #expect(try await client.send(try server.request()).status == 200) }
            let (bytes, largest, error) = await response.drain()
            #expect(bytes.count == 10 << 20 && error == nil)
            #expect(largest <= 80 << 10)
        }
    }
}
