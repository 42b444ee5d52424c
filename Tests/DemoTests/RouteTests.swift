import JSON
import Testing

@testable import Demo

@Suite(.timeLimit(.minutes(1))) struct RouteTests {
    @Test func `the summary is the fleet's metrics at the time of the request`() async throws {
        try await RunningService.run { demo in
            demo.clock.advance(by: .seconds(75))
            let reply = try await demo.client.get("/v1/summary?service=checkout&window=1m")
            #expect(reply.status == 200)
            #expect(reply.head.lowercased().contains("content-type: application/json"))
            #expect(reply.json == demo.service.fleet.metrics(of: "checkout", window: .seconds(60), at: demo.clock.now)?.json)
            #expect(reply.json?.object?.keys == ["service", "window", "at", "requests", "errors", "p99_ms", "cpu", "memory"])
            let usual = try await demo.client.get("/v1/summary?service=checkout")
            #expect(usual.json?["window"] == "5m")
        }
    }

    @Test func `detail and deploys are the fleet's`() async throws {
        try await RunningService.run { demo in
            let detail = try await demo.client.get("/v1/detail?service=search&window=5m")
            #expect(detail.json == demo.service.fleet.detail(of: "search", window: .seconds(300), at: demo.clock.now)?.json)
            #expect(detail.json?["series"]?[0]?.object?.keys == ["at", "requests", "errors", "p99_ms"])
            #expect(detail.json?["endpoints"]?[0]?.object?.keys == ["endpoint", "requests", "errors", "p99_ms"])
            let deploys = try await demo.client.get("/v1/deploys?service=payments&since=24h&limit=2")
            let expected = demo.service.fleet.deploys(of: "payments", since: .seconds(86_400), limit: 2, at: demo.clock.now) ?? []
            #expect(expected.count == 2)
            #expect(deploys.json == ["deploys": .array(expected.map(\.json))])
        }
    }

    @Test func `bad questions are answered with what is wrong`() async throws {
        let questions: [(path: String, status: Int, says: String)] = [
            ("/v1/summary?service=nope", 404, "no service \"nope\"; there are checkout, search, payments"),
            ("/v1/detail?service=nope", 404, "checkout, search, payments"),
            ("/v1/deploys?service=nope", 404, "checkout, search, payments"),
            ("/v1/summary", 400, "must name a service"),
            ("/v1/summary?service=checkout&window=soon", 400, "\"window\" must be a duration from 1s to 6h"),
            ("/v1/summary?service=checkout&window=7h", 400, "\"window\""),
            ("/v1/detail?service=checkout&window=0s", 400, "\"window\""),
            ("/v1/deploys?service=checkout&since=31d", 400, "\"since\""),
            ("/v1/deploys?service=checkout&limit=-1", 400, "\"limit\""),
            ("/channel/messages?after=x", 400, "\"after\""),
            ("/v1/other", 404, "no GET /v1/other"),
        ]
        try await RunningService.run { demo in
            for (path, status, says) in questions {
                let reply = try await demo.client.get(path)
                #expect(reply.status == status, "\(path)")
                #expect(reply.json?["error"]?.string?.contains(says) == true, "\(path): \(String(decoding: reply.body, as: UTF8.self))")
            }
        }
    }

    @Test func `the channel takes a message once for each key`() async throws {
        try await RunningService.run { demo in
            let first = try await demo.client.send("POST", "/channel/messages", ["text": "hello"], headers: ["Idempotency-Key": "run/post"])
            #expect(first.status == 200)
            #expect(first.json?["id"] == 1)
            let again = try await demo.client.send("POST", "/channel/messages", ["text": "hello"], headers: ["idempotency-key": "run/post"])
            #expect(again.json == first.json)
            let other = try await demo.client.send("POST", "/channel/messages", ["text": "bye"])
            #expect(other.json?["id"] == 2)
            let answer = try await demo.client.get("/channel/messages?after=1")
            #expect(answer.json?["messages"]?.array?.map { $0["text"] } == ["bye"])
            #expect(await demo.service.channel.messages().count == 2)
        }
    }

    @Test(arguments: [JSON.null, ["text": 7], ["text": ""], [:], .string(String(repeating: "x", count: 300_000))])
    func `what is no message is refused`(body: JSON) async throws {
        try await RunningService.run { demo in
            let reply = try await demo.client.send("POST", "/channel/messages", body)
            #expect(reply.status == 400)
            #expect(await demo.service.channel.messages().isEmpty)
        }
    }

    @Test func `the ledger lists what the services were asked, and nothing else`() async throws {
        try await RunningService.run { demo in
            _ = try await demo.client.send("GET", "/v1/summary?service=checkout", headers: ["X-Ratchet-Run": "r1", "Accept": "*/*"])
            _ = try await demo.client.send("POST", "/channel/messages", ["text": "a"], headers: ["Idempotency-Key": "k"])
            _ = try await demo.client.send("DELETE", "/faults")
            _ = try await demo.client.get("/nope")
            let ledger = try await demo.client.get("/ledger")
            #expect(ledger.json?["count"] == 3)
            let entries = try #require(ledger.json?["entries"]?.array)
            #expect(entries.map { $0["path"] } == ["/v1/summary?service=checkout", "/channel/messages", "/nope"])
            #expect(entries.map { $0["method"] } == ["GET", "POST", "GET"])
            #expect(entries.map { $0["number"] } == [1, 2, 3])
            #expect(entries.map { $0["idempotency_key"] } == [.null, "k", .null])
            #expect(entries.map { $0["headers"] } == [["x-ratchet-run": "r1"], [:], [:]])
            let answer = try await demo.client.get("/ledger?after=1&limit=1")
            #expect(answer.json?["entries"]?.array?.map { $0["number"] } == [2])
        }
    }
}
