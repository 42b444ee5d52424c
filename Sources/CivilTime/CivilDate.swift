/// A day of the Gregorian calendar, applied to all years before and after its introduction (proleptic, with a year 0).
package struct CivilDate: Sendable, Hashable, Comparable {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to the length of the month.
    package let day: Int

    /// Nil when the calendar has no such day, or when it lies over 200 million years away, where an `Instant` ends.
    package init?(year: Int, month: Int, day: Int) {
        guard year.magnitude <= 200_000_000, (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, year: year) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day this many days after 1970-01-01; any day an `Instant` can name.
    package init(daysSince1970 days: Int) {
        let sinceMarch0000 = days + Self.daysFromMarch0000To1970
        let cycle = sinceMarch0000.floorQuotient(Self.daysPerCycle)
        let dayOfCycle = sinceMarch0000 - cycle * Self.daysPerCycle
        // Leap days lengthen the last day of 4, shorten that of 100, lengthen that of 400 years: take them out, then divide.
        let leapDays = dayOfCycle / 1_460 - dayOfCycle / 36_524 + dayOfCycle / 146_096
        let yearOfCycle = (dayOfCycle - leapDays) / 365
        let dayOfYear = dayOfCycle - Self.daysBefore(yearOfCycle: yearOfCycle)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        day = dayOfYear - Self.daysBefore(monthFromMarch: monthFromMarch) + 1
        year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
    }

    /// Negative before 1970-01-01.
    package var daysSince1970: Int { Self.daysSince1970(year: year, month: month, day: day) }

    package var weekday: Weekday { Weekday(daysSince1970: daysSince1970) }

    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    package static func < (a: CivilDate, b: CivilDate) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// The count for a month in 1 to 12 and a day that may lie past its month's end.
    static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        // Years are counted from March, which puts the leap day last and makes month lengths a straight line (153 days in 5 months).
        let marchYear = month > 2 ? year : year - 1
        let cycle = marchYear.floorQuotient(400)
        let days = daysBefore(yearOfCycle: marchYear - cycle * 400) + daysBefore(monthFromMarch: month > 2 ? month - 3 : month + 9)
        return cycle * daysPerCycle + days + day - 1 - daysFromMarch0000To1970
    }

    /// The calendar repeats after 400 years, weekdays included: 146,097 is divisible by 7.
    static let daysPerCycle = 146_097
    private static let daysFromMarch0000To1970 = 719_468

    private static func daysBefore(yearOfCycle year: Int) -> Int { year * 365 + year / 4 - year / 100 }
    private static func daysBefore(monthFromMarch month: Int) -> Int { (153 * month + 2) / 5 }
}

extension CivilDate: CustomStringConvertible {
    /// `2026-11-21`; a year outside 0 to 9999 has a sign (`+12026-11-21`).
    package var description: String {
        let sign = year < 0 ? "-" : year > 9999 ? "+" : ""
        return "\(sign)\(padded(year.magnitude, 4))-\(padded(month.magnitude, 2))-\(padded(day.magnitude, 2))"
    }
}

/// A number with leading zeros up to `width` digits.
func padded(_ number: UInt, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
