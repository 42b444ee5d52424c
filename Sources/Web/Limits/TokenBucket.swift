import CivilTime

/// Lets a number of requests a minute through, evenly, and those of ten seconds at once.
struct TokenBucket: Sendable {
    private let rate: Int64
    /// In parts of a request, of which one a millisecond and unit of the rate flows in.
    private var level: Int64
    private var lastTake: Instant

    private static let request: Int64 = 60_000

    /// Full.
    /// - Parameter rate: requests a minute, at least one.
    init(rate: Int, at now: Instant) {
        self.rate = Int64(max(1, rate))
        lastTake = now
        level = 0
        level = most
    }

    /// What fits: the requests of ten seconds, and at least one.
    private var most: Int64 { max(rate * Self.request / 6, Self.request) }

    private func level(at now: Instant) -> Int64 {
        let elapsed = max(0, (now - lastTake).milliseconds)
        return elapsed >= (most - level) / rate + 1 ? most : level + elapsed * rate
    }

    /// Whether it has forgotten all that was taken.
    func isFull(at now: Instant) -> Bool { level(at: now) == most }

    /// How long until a request gets through; nil when one does now. Takes nothing.
    func wait(at now: Instant) -> Duration? {
        let missing = Self.request - level(at: now)
        return missing > 0 ? .milliseconds((missing + rate - 1) / rate) : nil
    }

    /// Takes one request, if there is one.
    /// - Returns: nil when it got through; else how long until the next one does. A clock that was set back delays nothing for long:
    ///   time counts from the latest take.
    mutating func take(at now: Instant) -> Duration? {
        let level = level(at: now)
        self.level = level
        lastTake = now
        if let wait = wait(at: now) { return wait }
        self.level = level - Self.request
        return nil
    }
}
