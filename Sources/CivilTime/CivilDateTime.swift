/// What a calendar and a clock on a wall show, to the second. It becomes an `Instant` only together with a `Zone`.
package struct CivilDateTime: Sendable, Hashable, Comparable {
    package let date: CivilDate
    /// 0 to 23.
    package let hour: Int
    /// 0 to 59.
    package let minute: Int
    /// 0 to 59: civil time here has no leap seconds.
    package let second: Int

    /// Nil when a part is out of its range.
    package init?(_ date: CivilDate, hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        (self.date, self.hour, self.minute, self.second) = (date, hour, minute, second)
    }

    /// The reading of a clock this many seconds after it showed 1970-01-01T00:00:00.
    package init(secondsSince1970 seconds: Int) {
        let days = seconds.floorQuotient(secondsPerDay)
        let ofDay = seconds - days * secondsPerDay
        date = CivilDate(daysSince1970: days)
        (hour, minute, second) = (ofDay / 3600, ofDay / 60 % 60, ofDay % 60)
    }

    /// Seconds on the same clock since 1970-01-01T00:00:00; a Unix time only when the clock shows UTC.
    package var secondsSince1970: Int { date.daysSince1970 * secondsPerDay + hour * 3600 + minute * 60 + second }

    package static func < (a: CivilDateTime, b: CivilDateTime) -> Bool {
        (a.date, a.hour, a.minute, a.second) < (b.date, b.hour, b.minute, b.second)
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// `2026-11-21T12:00:00`, without an offset.
    package var description: String {
        "\(date)T\(padded(hour.magnitude, 2)):\(padded(minute.magnitude, 2)):\(padded(second.magnitude, 2))"
    }
}
