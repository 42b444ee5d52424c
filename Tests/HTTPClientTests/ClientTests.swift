import Synchronization
import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(1))) struct ClientTests {
    @Test func `a response has its status, headers and body`() async throws {
        try await withServer { server, client in
            let response = try await client.send(server.request(.get, "/echo?a=1"))
            #expect(response.status == 200)
            #expect(response.headers["x-target"] == "/echo?a=1")
            #expect(response.body.isEmpty)
            #expect(response.url.description == "http://127.0.0.1:\(server.port)/echo?a=1")
        }
    }

    @Test func `an error status is a response`() async throws {
        try await withServer { server, client in
            for status in [204, 404, 500, 503] {
                let request = try server.request(.get, "/status?\(status)")
                #expect(try await client.send(request).status == status)
            }
        }
    }

    @Test(arguments: Request.Method.allCases)
    func `each method is sent as it is, with its body`(_ method: Request.Method) async throws {
        try await withServer { server, client in
            let body: [UInt8] = method == .head ? [] : Array("payload \(method)".utf8)
            let response = try await client.send(server.request(method, "/echo", body: body))
            #expect(response.headers["X-Method"] == method.rawValue)
            #expect(response.body == body)
            #expect(server.log.requests.map(\.body) == [body])
        }
    }

    @Test func `a POST without a body says that it has none`() async throws {
        try await withServer { server, client in
            _ = try await client.send(server.request(.post, "/echo"))
            #expect(server.log.requests[0].headers["content-length"] == "0")
        }
    }

    @Test func `headers are sent in order, and none is invented for the body`() async throws {
        try await withServer { server, client in
            let headers: Headers = ["X-B": "2", "X-A": "1", "X-B": "3", "X-Empty": "", "X-Text": "caf\u{E9}"]
            _ = try await client.send(server.request(.post, "/echo", headers: headers, body: [1]))
            let seen = server.log.requests[0].headers
            #expect(seen.fields.filter { $0.name.hasPrefix("X-") } == headers.fields)
            #expect(seen["content-type"] == nil)
            #expect(seen["expect"] == nil)
            #expect(seen["user-agent"] == "ratchet")
        }
    }

    @Test(arguments: [
        ("Bad Name", "v"), ("", "v"), ("X-A", "v\r\nX-B: w"), ("X-A", "v\u{1}"), ("Host", "evil"), ("content-length", "3"), ("TE", "x"),
    ])
    func `a header that could change the message is refused before anything is sent`(_ name: String, _ value: String) async throws {
        try await withServer { server, client in
            var request = try server.request(.get, "/ok")
            request.headers.append(name, value)
            let error = await client.failure(of: request)
            guard case .invalidRequest = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.mayHaveReachedServer == false)
            #expect(server.log.connections == 0)
        }
    }

    @Test func `a large body is sent without waiting for leave`() async throws {
        try await withServer { server, client in
            var request = try server.request(.post, "/echo", body: [UInt8](repeating: 9, count: 3 << 20))
            request.maxBytes = 4 << 20
            #expect(try await client.send(request).body.count == 3 << 20)
            #expect(server.log.requests[0].headers["expect"] == nil)
        }
    }

    @Test func `a compressed body is unpacked`() async throws {
        try await withServer { server, client in
            let response = try await client.send(server.request(.get, "/gzip?100000"))
            #expect(response.body == [UInt8](repeating: 0, count: 100_000))
            #expect(server.log.requests[0].headers["accept-encoding"]?.contains("gzip") == true)
        }
    }

    @Test func `interim responses are passed over`() async throws {
        try await withServer { server, client in
            let response = try await client.send(server.request(.get, "/interim"))
            #expect(response.status == 200)
            #expect(response.headers.dictionary["x-late"] == "1")
            #expect(response.headers["x-early"] == nil)
        }
    }

    @Test func `200 requests run at the same time`() async throws {
        let count = 200
        let asked = Mutex<[(SeenRequest, Int32)]>([])
        let log = EventLog()
        // Nobody is answered before all have asked.
        let handler: TestServer.Handler = { request, peer in
            let all = asked.withLock { asked in
                asked.append((request, peer.descriptor))
                return asked
            }
            guard all.count == count else { return }
            for (request, descriptor) in all { Behaviours.answer(request, Peer(descriptor, number: 0, log: log)) }
        }
        try await withServer(handler) { server, client in
            let bodies = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<count {
                    let request = try server.request(.post, "/echo", body: Array("\(number)".utf8))
                    group.addTask { String(decoding: try await client.send(request).body, as: UTF8.self) }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(bodies == Set((0..<count).map(String.init)))
        }
    }

    @Test func `a stream gives the head, then the body as it comes`() async throws {
        try await withServer { server, client in
            let response = try await client.stream(server.request(.get, "/events"))
            #expect(response.status == 200)
            #expect(response.headers["content-type"] == "text/event-stream")
            var decoder = EventStreamDecoder()
            var data: [String] = []
            for try await chunk in response.body { data += try decoder.feed(chunk).map(\.data) }
            #expect(data == ["one", "two"])
            #expect(server.log.requests[0].headers["accept-encoding"] == "identity")
        }
    }

    @Test func `a stream that is compressed unasked is refused`() async throws {
        try await withServer { server, client in
            let error = await #expect(throws: HTTPError.self) { try await client.stream(server.request(.get, "/gzip?10")) }
            #expect(error?.reason == .protocolError("content-encoding gzip, though none was asked for"))
        }
    }

    @Test func `two clients do not disturb each other`() async throws {
        try await withServer { server, client in
            let other = try Client()
            async let first = client.send(server.request(.get, "/ok"))
            async let second = other.send(server.request(.get, "/ok"))
            #expect(try await first.body == Array("ok".utf8))
            #expect(try await second.body == Array("ok".utf8))
            await other.shutdown()
        }
    }
}
