import Synchronization

/// A clock that lets the first sleeper go at once and the others wait until they are cancelled.
final class FirstTick: Clock {
    typealias Instant = PatientClock.Instant

    private let isOver = Mutex(false)
    var now: Instant { Instant(offset: .zero) }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let isFirst = isOver.withLock { isOver in
            defer { isOver = true }
            return !isOver
        }
        try await PatientClock(longest: isFirst ? .seconds(60) : .zero).sleep(until: deadline, tolerance: nil)
    }
}
