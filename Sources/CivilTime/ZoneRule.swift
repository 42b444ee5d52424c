/// The rule a zone follows after its last recorded change: the footer of a zone file, a POSIX `TZ` string (RFC 8536, section 3.3).
struct ZoneRule: Sendable, Hashable {
    /// Seconds east of UTC.
    let standard: Int
    /// Nil when the clocks are not changed.
    let daylight: Daylight?

    struct Daylight: Sendable, Hashable {
        /// Seconds east of UTC; less than standard where winter is the exception, as in Dublin.
        let offset: Int
        let begins: Moment
        let ends: Moment
    }

    /// A time of each year, on the clock in force until then.
    struct Moment: Sendable, Hashable {
        let day: Day
        /// Seconds after midnight; up to 167 hours either way, so that a rule can name "the Sunday after".
        let time: Int
    }

    enum Day: Sendable, Hashable {
        /// `Mm.w.d`: the `week`-th of a weekday (0 is Sunday) in a month; 5 is the last.
        case weekday(Int, week: Int, month: Int)
        /// `Jn`, 1 to 365: February 29 is never counted.
        case ofCommonYear(Int)
        /// `n`, 0 to 365: February 29 is counted.
        case ofYear(Int)
    }

    /// The changes of some years in the order they happen. Of two at one instant, the later one counts.
    func changes(years: ClosedRange<Int>) -> [OffsetChange] {
        guard let daylight else { return [] }
        let changes = years.flatMap { year in
            let begin = OffsetChange(second: daylight.begins.wall(in: year) - standard, offset: daylight.offset)
            let end = OffsetChange(second: daylight.ends.wall(in: year) - daylight.offset, offset: standard)
            return begin.second <= end.second ? [begin, end] : [end, begin]
        }
        // A rule for daylight saving all year ends it at the very instant of the next begin: the order of the years decides.
        return changes.enumerated().sorted { ($0.element.second, $0.offset) < ($1.element.second, $1.offset) }.map(\.element)
    }
}

extension ZoneRule.Moment {
    /// Seconds since 1970 on the wall clock.
    fileprivate func wall(in year: Int) -> Int { dayNumber(in: year) * secondsPerDay + time }

    private func dayNumber(in year: Int) -> Int {
        let newYear = CivilDate.daysSince1970(year: year, month: 1, day: 1)
        switch day {
        case .ofYear(let day):
            return newYear + day
        case .ofCommonYear(let day):
            let afterLeapDay = CivilDate.isLeap(year) && day >= 60
            return newYear + day - 1 + (afterLeapDay ? 1 : 0)
        case .weekday(let weekday, let week, let month):
            let first = CivilDate.daysSince1970(year: year, month: month, day: 1)
            let firstMatch = 1 + (weekday - Weekday(daysSince1970: first).rawValue).floorRemainder(7)
            let match = firstMatch + (week - 1) * 7
            return first - 1 + (match > CivilDate.length(ofMonth: month, year: year) ? match - 7 : match)
        }
    }
}
