/// A clock on which short times pass at once, and long ones only by being cancelled.
struct PatientClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
    }

    var longest = Duration.seconds(60)
    var now: Instant { Instant(offset: .zero) }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        if deadline.offset > longest {
            let (never, _) = AsyncStream.makeStream(of: Never.self)
            for await _ in never {}
        }
        try Task.checkCancellation()
    }
}
