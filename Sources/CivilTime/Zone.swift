/// The offset from UTC of a place at every instant, past and future: an IANA time zone.
///
/// A value: it never changes, even when the system's zone files do. Get one from a `ZoneDirectory`.
package struct Zone: Sendable, Hashable {
    /// The IANA name, `Europe/Paris`.
    package let name: String
    /// When each offset begins, ascending; the first is in force since ever. Neighbours differ in offset.
    private let starts: [Int]
    private let offsets: [Int]
    /// From here on the offsets repeat every 400 years; nil when the last offset stays for good.
    private let repetition: Repetition?

    package static let utc = Zone(name: "UTC", offset: 0)

    /// A zone without clock changes, `offset` seconds east of UTC.
    init(name: String, offset: Int) {
        self.init(name: name, initial: offset, changes: [], rule: nil)
    }

    /// A zone from its recorded changes (ascending) and the rule that holds after the last of them.
    ///
    /// The last recorded offset stays until the rule's next change, even where the rule, applied to the past, says otherwise: some
    /// compilers of zone files leave out changes that do not change the offset.
    init(name: String, initial: Int, changes: [OffsetChange], rule: ZoneRule?) {
        self.name = name
        let lastYear = changes.last.map { CivilDateTime(secondsSince1970: $0.second).date.year } ?? Self.firstYearOfRules
        let window = Repetition(afterYear: lastYear)
        let recorded = changes.last?.second ?? .min
        let ruled = rule?.changes(years: lastYear...(lastYear + 403)).filter { $0.second > recorded } ?? []
        // The very last one may have to give way to the first of a year that was not asked for.
        let changes = changes + ruled.dropLast()

        var (starts, offsets) = ([Int.min], [initial])
        for (index, change) in changes.enumerated() {
            let isOverridden = index + 1 < changes.count && changes[index + 1].second == change.second
            guard !isOverridden, change.offset != offsets.last else { continue }
            starts.append(change.second)
            offsets.append(change.offset)
        }
        (self.starts, self.offsets) = (starts, offsets)
        // Without a change past the window (no rule, or one that never changes the offset) there is nothing to repeat.
        repetition = starts.last.map { $0 >= window.end } ?? false ? window : nil
    }

    /// Where rules begin in a zone that has no recorded change at all.
    static let firstYearOfRules = 1900

    /// The stretch of one offset around a Unix time in seconds.
    func span(at second: Int) -> OffsetSpan {
        guard let repetition, second >= repetition.end else { return recordedSpan(at: second) }
        let shift = repetition.shift(of: second)
        return recordedSpan(at: second - shift).moved(by: shift)
    }

    private func recordedSpan(at second: Int) -> OffsetSpan {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= second { low = middle } else { high = middle }
        }
        return OffsetSpan(start: starts[low], end: high < starts.count ? starts[high] : .max, offset: offsets[low])
    }
}

/// From this second (Unix time) on, the offset from UTC is `offset` seconds.
struct OffsetChange: Sendable, Hashable {
    let second: Int
    let offset: Int
}

/// A stretch of time with one offset from UTC: `start` up to, not including, `end`.
struct OffsetSpan: Sendable, Hashable {
    let start: Int
    let end: Int
    let offset: Int

    func moved(by shift: Int) -> OffsetSpan { OffsetSpan(start: start + shift, end: end + shift, offset: offset) }
}

/// The Gregorian calendar, and so every yearly rule, repeats after 400 years: later times are looked up in `start..<end`.
private struct Repetition: Sendable, Hashable {
    let start: Int
    let end: Int
    private static let period = CivilDate.daysPerCycle * secondsPerDay

    /// The year after `year` is the first with all its changes made by rules; one more makes the span before the window a ruled one.
    init(afterYear year: Int) {
        start = CivilDate.daysSince1970(year: year + 2, month: 1, day: 1) * secondsPerDay
        end = start + Self.period
    }

    /// The whole periods that bring a later second back into the window.
    func shift(of second: Int) -> Int { (second - start) / Self.period * Self.period }
}
