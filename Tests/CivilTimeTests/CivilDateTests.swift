import CivilTime
import Testing

struct CivilDateTests {
    @Test func `days and dates count in step through 800 years`() throws {
        var date = try #require(CivilDate(year: 1599, month: 12, day: 31))
        var days = date.daysSince1970
        var weekday = date.weekday.rawValue
        while date.year < 2400 {
            days += 1
            weekday = (weekday + 1) % 7
            let next = CivilDate(daysSince1970: days)
            let follows =
                next.year == date.year && next.month == date.month && next.day == date.day + 1
                || next.day == 1 && date.day == CivilDate.length(ofMonth: date.month, year: date.year)
                    && (next.month == date.month + 1 && next.year == date.year || next.month == 1 && next.year == date.year + 1)
            guard follows, next.daysSince1970 == days, next.weekday.rawValue == weekday, date < next else {
                Issue.record("\(date) is followed by \(next)")
                return
            }
            date = next
        }
    }

    @Test(arguments: [
        (1970, 1, 1, 0, Weekday.thursday), (1969, 12, 31, -1, .wednesday), (2000, 2, 29, 11_016, .tuesday), (2026, 11, 21, 20_778, .saturday),
        (1, 1, 1, -719_162, .monday), (0, 3, 1, -719_468, .wednesday), (-1, 12, 31, -719_529, .friday),
    ])
    func `known days have their numbers and weekdays`(year: Int, month: Int, day: Int, number: Int, weekday: Weekday) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSince1970 == number)
        #expect(date == CivilDate(daysSince1970: number))
        #expect(date.weekday == weekday)
    }

    @Test(arguments: [(2026, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (.max, 1, 1)])
    func `a day that the calendar does not have is nil`(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test func `dates are written with four digits of year or with a sign`() {
        #expect(CivilDate(year: 26, month: 1, day: 2)?.description == "0026-01-02")
        #expect(CivilDate(year: -26, month: 1, day: 2)?.description == "-0026-01-02")
        #expect(CivilDate(year: 12_026, month: 1, day: 2)?.description == "+12026-01-02")
    }

    @Test func `a wall clock before 1970 shows the right day and time`() throws {
        let time = CivilDateTime(secondsSince1970: -1)
        #expect(time.description == "1969-12-31T23:59:59")
        #expect(time.secondsSince1970 == -1)
        let date = try #require(CivilDate(year: 2026, month: 11, day: 21))
        #expect(CivilDateTime(date, hour: 24, minute: 0) == nil)
        #expect(CivilDateTime(date, hour: 0, minute: 60) == nil)
        #expect(CivilDateTime(date, hour: 0, minute: 0, second: 60) == nil)
        #expect(try #require(CivilDateTime(date, hour: 12, minute: 0)).secondsSince1970 == 1_795_262_400)
    }

    @Test func `the ends of what an instant can hold have a date`() {
        for milliseconds in [Int64.min, Int64.max] {
            let days = Int(milliseconds) / 86_400_000
            #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
            #expect(Instant(milliseconds: milliseconds).rfc3339.hasSuffix("Z"))
        }
    }
}
