import Demo
import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A workspace whose server is stopped again and again while loops fire every second, and all that can be known about it from outside.
struct CrashSweep: Sendable {
    static let loops = ["sweep_a", "sweep_b", "sweep_c"]
    static let steps = ["read", "note", "tell", "look"]

    /// Reads, posts under a key, posts without one, reads: four calls, one after the other.
    static var skill: JSON {
        let texts = Dictionary(uniqueKeysWithValues: steps.map { ($0, JSON.string("${run.id}/\($0)")) })
        func call(_ id: String, _ method: String, _ path: String, _ more: JSON.Object, _ modifiers: JSON.Object = [:]) -> JSON {
            var with: JSON.Object = ["method": .string(method), "url": .string("${services.demo}\(path)")]
            with["headers"] = ["x-ratchet-run": "${run.id}", "x-ratchet-step": .string(id)]
            for (key, value) in more { with[key] = value }
            var step: JSON.Object = ["id": .string(id), "call": "http", "with": .object(with)]
            for (key, value) in modifiers { step[key] = value }
            return .object(step)
        }
        return [
            "language": 1, "skill": "sweep", "version": "1.0.0", "summary": "Four calls to count.", "input": ["type": "object"],
            "output": ["type": "object"], "permits": ["http": ["GET service:demo/v1/*", "POST service:demo/channel/messages"]],
            "steps": [
                call("read", "GET", "/v1/summary", ["query": ["service": "checkout"]]),
                call("note", "POST", "/channel/messages", ["json": ["text": texts["note"] ?? ""], "idempotent": true]),
                call("tell", "POST", "/channel/messages", ["json": ["text": texts["tell"] ?? ""]], ["on_unknown": "fail"]),
                call("look", "GET", "/v1/deploys", ["query": ["service": "checkout"]]),
            ],
            "result": [:],
            "tests": [
                [
                    "name": "makes four calls", "input": [:],
                    "mocks": JSON.object(JSON.Object(steps.map { ($0, ["output": ["status": 200, "headers": [:], "body": [:]]]) })),
                    "expect": ["output": [:]],
                ]
            ],
        ]
    }

    let ground: Ground
    let demo: DemoService
    private(set) var images: [CrashImage] = []

    init(_ demo: DemoService, url: String) async throws {
        self.demo = demo
        // Every answer takes its own moment, so that a kill finds calls of all kinds under way.
        var dice = Dice(seed: 0xde1a)
        for _ in 0..<5_000 { demo.faults.add(Fault(path: "/*", kind: .slow, delay: .milliseconds(dice.roll(5...90)))) }
        ground = try await Ground.prepared(
            services: ["demo": url], skills: [Self.skill], loops: Self.loops.map { Documents.loop($0, skill: "sweep", overlap: "allow_all") })
    }

    /// Starts the server, ends it when the request has arrived that is the `count`th from then, and looks at what it leaves.
    /// - Parameter signal: SIGKILL, or SIGTERM for a server that may end what is under way.
    mutating func stop(afterRequests count: Int, by signal: Int32) async throws {
        let server = try await ground.serve()
        let (ledger, last) = (demo.ledger, demo.ledger.count + count)
        try await within(.seconds(30), "request \(last), of which \(ledger.count) arrived; the server wrote \(server.errors.past)") {
            await ledger.received(last)
        }
        server.send(signal)
        try #require(await server.finish().code == (signal == SIGKILL ? -SIGKILL : 0))
        images.append(try await CrashImage(number: images.count + 1, count: count, of: ground, seen: demo.ledger.calls.mapValues(\.count)))
    }

    /// Starts the server a last time, lets it finish everything, and gives all there is to know.
    func drain() async throws -> CrashAccount {
        let server = try await ground.serve()
        for loop in Self.loops { try await #require(ground.ratchet("loops", "pause", loop).code == 0) }
        let ended: Set<String> = ["succeeded", "failed", "timed_out", "quarantined", "cancelled", "terminated", "skipped"]
        let runs = try await ground.wait(for: "the end of every run") { [ground] in
            let runs = try await ground.answer("runs", "list", "--all")["items"]?.array ?? []
            return runs.allSatisfy { $0["state"]?.string.map(ended.contains) ?? false } ? runs : nil
        }
        var fires: [String: [LedgerRow]] = [:]
        for loop in Self.loops { fires[loop] = try await ground.fires(of: loop) }
        server.send(SIGTERM)
        try #require(await server.finish().code == 0)
        return CrashAccount(
            runs: Dictionary(uniqueKeysWithValues: runs.map { ($0["id"]?.string ?? "", $0) }), fires: fires, calls: demo.ledger.calls,
            messages: await demo.channel.messages(), images: images)
    }
}

extension Ledger {
    /// The requests of each call, in the order they arrived.
    var calls: [MadeCall: [Entry]] {
        Dictionary(grouping: entries()) { MadeCall(run: $0.headers["x-ratchet-run"] ?? "", step: $0.headers["x-ratchet-step"] ?? "") }
    }
}
