/// A change of a zone's offset: at `instant` the clocks on the wall are moved from `before` to `after` seconds east of UTC.
package struct Transition: Sendable, Hashable {
    package let instant: Instant
    package let before: Int
    package let after: Int
}

/// From an instant to a wall clock.
extension Zone {
    /// Seconds east of UTC.
    package func offset(at instant: Instant) -> Int { span(at: instant.second).offset }

    /// What a wall clock shows at the instant; milliseconds are dropped.
    package func civil(at instant: Instant) -> CivilDateTime {
        CivilDateTime(secondsSince1970: instant.second + offset(at: instant))
    }

    /// The first change of the offset after an instant, by the zone's yearly rule where its recorded changes end.
    /// Nil when the offset stays for good, or the change lies past the year 9999.
    package func transition(after instant: Instant) -> Transition? {
        let before = span(at: instant.second)
        guard before.end != .max, let at = Instant(second: before.end) else { return nil }
        return Transition(instant: at, before: before.offset, after: span(at: before.end).offset)
    }
}

/// The instants at which a wall clock shows a given time.
package enum Occurrence: Sendable, Hashable {
    case once(Instant)
    /// Clocks were turned back across this time.
    case repeated(first: Instant, last: Instant)
    /// Clocks were turned forward across this time, at `resuming`: the first instant that is later on the wall.
    case skipped(resuming: Instant)
}

/// From a wall clock to instants.
extension Zone {
    /// When a wall clock shows `time`. Clock changes make that never, or twice: the caller decides what to do then.
    package func occurrence(of time: CivilDateTime) -> Occurrence {
        let wall = time.secondsSince1970
        var found: [Int] = []
        var span = span(at: wall - Self.largestOffset)
        while true {
            let candidate = wall - span.offset
            if candidate >= span.start, candidate < span.end { found.append(candidate) }
            guard span.end <= wall + Self.largestOffset else { break }
            span = self.span(at: span.end)
        }
        guard let first = found.first, let last = found.last else {
            return .skipped(resuming: Instant(milliseconds: Int64(firstSecond(reaching: wall) * 1000)))
        }
        let (from, to) = (Instant(milliseconds: Int64(first * 1000)), Instant(milliseconds: Int64(last * 1000)))
        return from == to ? .once(from) : .repeated(first: from, last: to)
    }

    /// Beyond every offset a zone file may have (RFC 8536, section 3.2: from -25 to +26 hours).
    static let largestOffset = 26 * 3600

    /// The first second at which a wall clock shows `wall` or, clocks having been turned forward across it, something later.
    ///
    /// Never falls when `wall` rises: this is what makes a fixed time fire once in spite of clock changes.
    /// With `second`, the search starts there; the answer must not lie before it.
    func firstSecond(reaching wall: Int, from second: Int = .min) -> Int {
        var span = span(at: max(second, wall - Self.largestOffset))
        while true {
            let candidate = max(span.start, wall - span.offset)
            if candidate < span.end { return candidate }
            span = self.span(at: span.end)
        }
    }

    /// The latest reading a wall clock has shown up to and including `second`: ahead of its present one after it was turned back.
    func latestWall(through second: Int) -> Int {
        var span = span(at: second)
        var latest = second + span.offset
        while span.start > second - 2 * Self.largestOffset {
            let last = span.start - 1
            span = self.span(at: last)
            latest = max(latest, last + span.offset)
        }
        return latest
    }
}

extension Instant {
    /// Unix time in whole seconds, rounded down.
    var second: Int { Int(milliseconds).floorQuotient(1000) }

    /// Nil outside `earliest...latest`.
    init?(second: Int) {
        guard (Instant.earliest.second...Instant.latest.second).contains(second) else { return nil }
        self.init(milliseconds: Int64(second * 1000))
    }
}
