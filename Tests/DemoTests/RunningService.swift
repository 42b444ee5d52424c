import CivilTime
import Logging
import ServiceLifecycle
import Synchronization

@testable import Demo

/// A demo service on a free port for the length of a test.
struct RunningService: Sendable {
    let service: DemoService
    let client: TestClient
    let clock: TestClock

    /// Stops the service gracefully after `body`, and returns when it has stopped.
    static func run(channel: ChatChannel? = nil, _ body: (RunningService) async throws -> Void) async throws {
        let clock = TestClock()
        let (ready, announce) = AsyncStream<DemoService.Address>.makeStream()
        let service = DemoService(
            fleet: Fleet(seed: 1, startedAt: clock.now), channel: try channel ?? ChatChannel(), now: { clock.now },
            logger: Logger(label: "demo", factory: { _ in SwiftLogNoOpLogHandler() }), onReady: { announce.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [service], logger: service.quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announce.finish() }
                try await group.run()
            }
            var addresses = ready.makeAsyncIterator()
            if let address = await addresses.next() {
                try await body(RunningService(service: service, client: TestClient(port: address.port), clock: clock))
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

extension DemoService {
    fileprivate var quiet: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
    private let instant = Mutex(Instant(milliseconds: 1_790_000_000_000))

    var now: Instant { instant.withLock { $0 } }
    func advance(by duration: Duration) { instant.withLock { $0 = $0 + duration } }
}
