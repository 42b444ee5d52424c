extension Cron {
    /// The first time after `instant`, and never `instant` itself, at which the expression fires in a zone, in whole seconds.
    ///
    /// Pure: the same arguments always give the same time. How clock changes count is told at the type. Nil when there is none
    /// up to the end of the year 9999.
    package func next(after instant: Instant, in zone: Zone) -> Instant? {
        let second = max(instant.second, Instant.earliest.second - 1) + 1
        return (isFixed ? nextFixed(from: second, in: zone) : nextElapsed(from: second, in: zone)).flatMap(Instant.init(second:))
    }

    /// Every reading the clock has shown before `second`, or jumped over, is done with; the next one is due as soon as it is reached.
    private func nextFixed(from second: Int, in zone: Zone) -> Int? {
        wall(atOrAfter: zone.latestWall(through: second - 1) + 1).map { zone.firstSecond(reaching: $0, from: second) }
    }

    /// The search goes through the stretches of one offset, within which the wall clock runs like any other.
    private func nextElapsed(from second: Int, in zone: Zone) -> Int? {
        var second = second
        while true {
            let span = zone.span(at: second)
            guard let wall = wall(atOrAfter: second + span.offset) else { return nil }
            if wall - span.offset < span.end { return wall - span.offset }
            second = span.end
        }
    }
}

/// The search for matching readings of a wall clock, in seconds since it showed 1970-01-01T00:00:00. The largest field that does not
/// match is moved on, and all smaller ones start over.
extension Cron {
    private func wall(atOrAfter wall: Int) -> Int? {
        let today = wall.floorQuotient(secondsPerDay)
        guard var found = day(atOrAfter: today) else { return nil }
        if found == today {
            if let time = time(atOrAfter: wall - today * secondsPerDay) { return today * secondsPerDay + time }
            guard let later = day(atOrAfter: today + 1) else { return nil }
            found = later
        }
        return found * secondsPerDay + hours.first * 3600 + minutes.first * 60 + seconds.first
    }

    /// A second of the day; nil when the rest of the day has no match.
    private func time(atOrAfter time: Int) -> Int? {
        let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60)
        if hours.contains(hour) {
            if minutes.contains(minute), let second = seconds.first(from: second) { return hour * 3600 + minute * 60 + second }
            if let minute = minutes.first(from: minute + 1) { return hour * 3600 + minute * 60 + seconds.first }
        }
        return hours.first(from: hour + 1).map { $0 * 3600 + minutes.first * 60 + seconds.first }
    }

    /// A day since 1970-01-01; nil when none matches up to the end of a year.
    func day(atOrAfter day: Int, through lastYear: Int = 9999) -> Int? {
        let date = CivilDate(daysSince1970: day)
        var (year, month, firstDay) = (date.year, date.month, date.day)
        var beforeMonth = day - date.day
        while year <= lastYear {
            if months.contains(month), let match = matchingDays(year: year, month: month, after: beforeMonth).first(from: firstDay) {
                return beforeMonth + match
            }
            if let later = months.first(from: month + 1) {
                month = later
            } else {
                (year, month) = (year + 1, months.first)
            }
            firstDay = 1
            beforeMonth = CivilDate.daysSince1970(year: year, month: month, day: 0)
        }
        return nil
    }

    /// The days of a month that match, bit n for the day n; `beforeMonth` is the day before its first.
    private func matchingDays(year: Int, month: Int, after beforeMonth: Int) -> UInt64 {
        let weekday = UInt64(Weekday(daysSince1970: beforeMonth).rawValue)
        // Bit 0 becomes the weekday of the day before the month; then the week is laid end to end over the days 0 to 34.
        let week = (weekdays >> weekday | weekdays << (7 - weekday)) & 0x7F
        let weeks = week | week << 7 | week << 14 | week << 21 | week << 28
        let daysOfMonth: UInt64 = (2 << UInt64(CivilDate.length(ofMonth: month, year: year))) - 2
        return (eitherDay ? days | weeks : days & weeks) & daysOfMonth
    }
}

/// A set of small numbers, bit n for the number n.
extension UInt64 {
    fileprivate func contains(_ value: Int) -> Bool { self & (1 << UInt64(value)) != 0 }

    /// The least member; of a set that is not empty.
    fileprivate var first: Int { trailingZeroBitCount }

    /// The least member that is not below `least`, which is at most 63.
    fileprivate func first(from least: Int) -> Int? {
        let rest = self & (.max << UInt64(least))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }
}
