/// A day of the week, numbered as in cron: Sunday is 0.
package enum Weekday: Int, Sendable, Hashable, CaseIterable {
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday

    package init(daysSince1970 days: Int) {
        // 1970-01-01 was a Thursday.
        switch (days + 4).floorRemainder(7) {
        case 0: self = .sunday
        case 1: self = .monday
        case 2: self = .tuesday
        case 3: self = .wednesday
        case 4: self = .thursday
        case 5: self = .friday
        default: self = .saturday
        }
    }
}
