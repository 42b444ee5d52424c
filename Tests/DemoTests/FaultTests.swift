import JSON
import Testing

@testable import Demo

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite(.timeLimit(.minutes(1))) struct FaultTests {
    private let summary = "/v1/summary?service=checkout"

    @Test func `a status comes as often as asked for, to the path asked for`() async throws {
        try await RunningService.run { demo in
            let added = try await demo.client.send("POST", "/faults", ["path": "/v1/summary", "kind": "status", "count": 2, "status": 429])
            #expect(added.json?["kind"] == "status")
            let answer = try await demo.client.get("/v1/detail?service=checkout")
            #expect(answer.status == 200)
            var statuses: [Int] = []
            for _ in 1...3 { statuses.append(try await demo.client.get(summary).status) }
            #expect(statuses == [429, 429, 200])
            #expect(demo.service.ledger.count == 4)
        }
    }

    @Test func `faults come in their order and can be taken back`() async throws {
        try await RunningService.run { demo in
            for status in [500, 502, 503] { demo.service.faults.add(Fault(path: "/v1/*", kind: .status, status: status)) }
            let first = try await demo.client.get(summary)
            #expect(first.status == 500)
            let second = try await demo.client.get("/v1/deploys?service=search")
            #expect(second.status == 502)
            let removed = try await demo.client.send("DELETE", "/faults")
            #expect(removed.status == 200)
            let third = try await demo.client.get(summary)
            #expect(third.status == 200)
        }
    }

    @Test func `a reset cuts the connection in the middle of the body`() async throws {
        try await RunningService.run { demo in
            demo.service.faults.add(Fault(path: "/v1/summary", kind: .reset))
            let reply = try await demo.client.get(summary)
            #expect(reply.wasReset)
            #expect(reply.status == 200 || reply.status == 0)
            #expect(reply.json == nil)
            let answer = try await demo.client.get(summary)
            #expect(answer.json?["service"] == "checkout")
        }
    }

    @Test func `a lost answer leaves its effect behind`() async throws {
        try await RunningService.run { demo in
            demo.service.faults.add(Fault(path: "/channel/messages", kind: .lost))
            let lost = try await demo.client.send("POST", "/channel/messages", ["text": "a"], headers: ["Idempotency-Key": "k"])
            #expect(lost.wasReset && lost.status == 0)
            let again = try await demo.client.send("POST", "/channel/messages", ["text": "a"], headers: ["Idempotency-Key": "k"])
            #expect(again.json?["id"] == 1)
            #expect(await demo.service.channel.messages().count == 1)
        }
    }

    @Test func `a huge answer is one JSON string of 20 MB`() async throws {
        try await RunningService.run { demo in
            demo.service.faults.add(Fault(path: "/v1/summary", kind: .huge))
            let reply = try await demo.client.get(summary)
            #expect(reply.body.count == 20 * 1024 * 1024)
            #expect(reply.body.first == UInt8(ascii: "\"") && reply.body.last == UInt8(ascii: "\""))
            #expect(reply.head.contains("20971520"))
        }
    }

    @Test func `a slow answer is a right one`() async throws {
        try await RunningService.run { demo in
            demo.service.faults.add(Fault(path: "/v1/summary", kind: .slow, delay: .milliseconds(20)))
            let started = ContinuousClock.now
            let answer = try await demo.client.get(summary)
            #expect(answer.json?["service"] == "checkout")
            #expect(ContinuousClock.now - started >= .milliseconds(20))
        }
    }

    @Test func `a hanging request holds up neither others nor the end of the service`() async throws {
        try await RunningService.run { demo in
            demo.service.faults.add(Fault(path: "/v1/summary", kind: .hang, count: 2))
            let left = try await demo.client.opened("GET", summary)
            let kept = try await demo.client.opened("GET", summary)
            defer { close(kept) }
            while demo.service.ledger.count < 2 { await Task.yield() }
            let answer = try await demo.client.get(summary)
            #expect(answer.status == 200)
            #expect(!TestClient.hasAnswer(left) && !TestClient.hasAnswer(kept))
            close(left)
        }
    }

    private static let nonsense: [JSON] = [
        [:], ["path": "v1", "kind": "hang"], ["path": "/v1", "kind": "explode"], ["path": "/v1", "kind": "hang", "count": 0],
        ["path": "/v1", "kind": "status", "status": 99], ["path": "/v1", "kind": "slow", "delay_ms": -1],
        ["path": "/v1", "kind": "hang", "count": "2"],
    ]

    @Test(arguments: nonsense)
    func `what is no fault is refused`(body: JSON) throws {
        let error = #expect(throws: DemoError.self) { try Fault(body) }
        guard case .badRequest = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }
}
