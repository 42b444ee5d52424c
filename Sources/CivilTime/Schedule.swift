/// When a loop is due.
package enum Schedule: Sendable, Hashable {
    case cron(Cron, Zone)
    case every(Interval)

    /// The first time after `instant`, and never `instant` itself; nil when there is none up to the end of the year 9999.
    package func next(after instant: Instant) -> Instant? {
        switch self {
        case .cron(let cron, let zone): cron.next(after: instant, in: zone)
        case .every(let interval): interval.next(after: instant)
        }
    }

    /// The times after `start` and up to, including, `end`, in order; only the first `limit` of them.
    package func times(after start: Instant, through end: Instant, limit: Int) -> [Instant] {
        var times: [Instant] = []
        var last = start
        while times.count < limit, let next = next(after: last), next <= end {
            times.append(next)
            last = next
        }
        return times
    }

    /// The times after `start` and up to, including, `end`, as one range; nil when there are none.
    ///
    /// An interval is counted by division. A cron expression is counted one time after the other, up to `limit` of them: when that
    /// is not all, `isComplete` is false and counting can go on after `last`.
    package func range(after start: Instant, through end: Instant, limit: Int = 1_000_000) -> ScheduledRange? {
        guard let first = next(after: start), first <= end, limit > 0 else { return nil }
        if case .every(let interval) = self {
            let last = interval.latest(atOrBefore: min(end, .latest))
            return ScheduledRange(first: first, last: last, count: 1 + interval.count(after: first, through: last), isComplete: true)
        }
        var (last, count) = (first, 1)
        while let next = next(after: last), next <= end {
            if count == limit { return ScheduledRange(first: first, last: last, count: count, isComplete: false) }
            (last, count) = (next, count + 1)
        }
        return ScheduledRange(first: first, last: last, count: count, isComplete: true)
    }
}

/// A run of consecutive scheduled times: missed ones, for instance, that are recorded together.
package struct ScheduledRange: Sendable, Hashable {
    package let first: Instant
    package let last: Instant
    /// How many there are, `first` and `last` included.
    package let count: Int
    /// Whether all times that were asked for are in it.
    package let isComplete: Bool
}

extension Schedule: CustomStringConvertible {
    /// `0 9 * * 1-5 in Europe/Paris`, `every 5m`.
    package var description: String {
        switch self {
        case .cron(let cron, let zone): "\(cron) in \(zone.name)"
        case .every(let interval): interval.description
        }
    }

    /// For people: `at 09:00, Monday to Friday (Europe/Paris)`, `every 5m`.
    package var explanation: String {
        switch self {
        case .cron(let cron, let zone): "\(cron.explanation) (\(zone.name))"
        case .every(let interval): interval.description
        }
    }
}
