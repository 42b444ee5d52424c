import Logging
import Testing

@testable import Demo

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite(.timeLimit(.minutes(1))) struct LifecycleTests {
    @Test func `an idle connection does not hold up the end of the service`() async throws {
        try await RunningService.run { demo in
            // Left open: the service has to close it.
            let idle = try await demo.client.opened("GET", "/v1/nope")
            while !TestClient.hasAnswer(idle) { await Task.yield() }
            #expect(demo.service.ledger.count == 1)
        }
    }

    @Test func `a port in use is an error that names it`() async throws {
        try await RunningService.run { demo in
            let second = DemoService(
                fleet: demo.service.fleet, channel: demo.service.channel, port: demo.client.port, now: { demo.clock.now },
                logger: Logger(label: "demo", factory: { _ in SwiftLogNoOpLogHandler() }))
            let error = await #expect(throws: DemoError.self) { try await second.run() }
            let text = error.map { "\($0)" } ?? ""
            #expect(text.contains("cannot listen on 127.0.0.1:\(demo.client.port)"))
            #expect(text.contains("ddress already in use"))
        }
    }

    @Test func `a cancelled service ends`() async throws {
        let (ready, announce) = AsyncStream<DemoService.Address>.makeStream()
        let clock = TestClock()
        let service = DemoService(
            fleet: Fleet(seed: 1, startedAt: clock.now), channel: try ChatChannel(), now: { clock.now },
            logger: Logger(label: "demo", factory: { _ in SwiftLogNoOpLogHandler() }), onReady: { announce.yield($0) })
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await service.run() }
            for await address in ready {
                #expect(address.port > 0)
                #expect(address.url == "http://127.0.0.1:\(address.port)")
                break
            }
            tasks.cancelAll()
        }
    }
}
