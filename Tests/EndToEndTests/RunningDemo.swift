import CivilTime
import Demo
import Logging
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The demo's service on a free port for the length of a test: the outside world, and a witness of what was really sent to it.
enum RunningDemo {
    static func run(_ body: (_ demo: DemoService, _ url: String) async throws -> Void) async throws {
        let (ready, announce) = AsyncStream<DemoService.Address>.makeStream()
        let quiet = Logger(label: "demo", factory: { _ in SwiftLogNoOpLogHandler() })
        let service = DemoService(
            fleet: Fleet(seed: 1, startedAt: now()), channel: try ChatChannel(), now: { now() }, logger: quiet, onReady: { announce.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [service], logger: quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announce.finish() }
                try await group.run()
            }
            var addresses = ready.makeAsyncIterator()
            if let address = await addresses.next() { try await body(service, address.url) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
