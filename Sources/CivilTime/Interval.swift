/// A schedule by elapsed time: all whole multiples of a duration since 1970-01-01T00:00:00Z.
///
/// Its times do not depend on when it was made or started, and clock changes do not touch it.
package struct Interval: Sendable, Hashable {
    /// In milliseconds.
    private let period: Int64

    /// Whole milliseconds, from one second to ten years.
    package init(every duration: Duration) throws(IntervalError) {
        guard duration >= .seconds(1) else { throw .tooShort(duration) }
        guard duration <= .longest else { throw .tooLong(duration) }
        period = duration.milliseconds
        guard duration == every else { throw .tooFine(duration) }
    }

    package var every: Duration { .milliseconds(period) }

    /// The first multiple after `instant`, and never `instant` itself; nil past the year 9999.
    package func next(after instant: Instant) -> Instant? {
        guard instant < .latest else { return nil }
        let next = Instant(milliseconds: (index(of: max(instant, .earliest)) + 1) * period)
        return next <= .latest ? next : nil
    }

    /// How many times there are after one instant and up to, including, another; 0 when they are out of order.
    package func count(after start: Instant, through end: Instant) -> Int {
        Int(max(0, index(of: end) - index(of: start)))
    }

    /// The last time at or before an instant.
    package func latest(atOrBefore instant: Instant) -> Instant { Instant(milliseconds: index(of: instant) * period) }

    /// Which multiple is the last at or before an instant.
    private func index(of instant: Instant) -> Int64 { Int64(Int(instant.milliseconds).floorQuotient(Int(period))) }
}

extension Interval: CustomStringConvertible {
    /// `every 5m`.
    package var description: String { "every \(every.text)" }
}

/// Why a duration is no interval.
package enum IntervalError: Error, Sendable, Hashable {
    case tooShort(Duration)
    case tooLong(Duration)
    /// Not a whole number of milliseconds.
    case tooFine(Duration)
}

extension IntervalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooShort(let duration): "every \(duration.text) is too often: use 1s or more"
        case .tooLong(let duration): "every \(duration.text) is too seldom: use ten years (3650d) or less"
        case .tooFine(let duration): "every \(duration) is too fine: use whole milliseconds"
        }
    }
}
