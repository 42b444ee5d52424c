import CivilTime
import Testing

struct ScheduleTests {
    @Test(
        arguments: [
            ("5m", "2026-11-21T12:00:00Z", "2026-11-21T12:05:00Z"),
            ("5m", "2026-11-21T12:04:59.999Z", "2026-11-21T12:05:00Z"),
            ("1d", "2026-11-21T12:00:00Z", "2026-11-22T00:00:00Z"),
            ("7h", "1970-01-01T00:00:00Z", "1970-01-01T07:00:00Z"),
            ("7h", "1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z"),
            ("1.5s", "1969-12-31T23:59:58.499Z", "1969-12-31T23:59:58.500Z"),
            ("3650d", "9999-01-01T00:00:00Z", nil),
        ] as [(String, String, String?)])
    func `an interval counts from 1970, before and after`(every: String, after: String, expected: String?) throws {
        let interval = try Interval(every: Duration(text: every))
        #expect(interval.next(after: try instant(after))?.rfc3339 == expected)
    }

    @Test func `an interval takes one second to ten years in whole milliseconds`() throws {
        #expect(try Interval(every: .seconds(1)).every == .seconds(1))
        #expect(try Interval(every: .longest).every == .longest)
        #expect(throws: IntervalError.tooShort(.milliseconds(999))) { try Interval(every: .milliseconds(999)) }
        #expect(throws: IntervalError.tooShort(.seconds(-60))) { try Interval(every: .seconds(-60)) }
        #expect(throws: IntervalError.tooLong(.longest + .milliseconds(1))) { try Interval(every: .longest + .milliseconds(1)) }
        #expect(throws: IntervalError.tooFine(.microseconds(1_000_001))) { try Interval(every: .microseconds(1_000_001)) }
        #expect("\(IntervalError.tooShort(.milliseconds(999)))" == "every 999ms is too often: use 1s or more")
        #expect("\(IntervalError.tooLong(.seconds(3651 * 86_400)))" == "every 3651d is too seldom: use ten years (3650d) or less")
    }

    @Test func `an interval ends where instants do`() throws {
        let interval = try Interval(every: .seconds(60))
        for instant in [Instant.latest, Instant(milliseconds: .max)] { #expect(interval.next(after: instant) == nil) }
        #expect(try #require(interval.next(after: Instant(milliseconds: .min))) > .earliest)
        #expect(interval.count(after: .latest, through: .earliest) == 0)
    }

    @Test func `a range counts what the times list`() throws {
        var random = SeededGenerator(seed: 5)
        let schedules = [
            Schedule.every(try Interval(every: Duration(text: "7m"))), .every(try Interval(every: Duration(text: "1h30m"))),
            .cron(try Cron("*/15 * * * *"), try zone("Europe/Paris")), .cron(try Cron("30 2 * * *"), try zone("America/New_York")),
        ]
        let start = try instant("2025-03-01T00:00:00Z")
        for schedule in schedules {
            for _ in 0..<20 {
                let from = start + .seconds(Int.random(in: 0..<2_000_000, using: &random))
                let to = from + .seconds(Int.random(in: 0..<200_000, using: &random))
                let times = schedule.times(after: from, through: to, limit: 10_000)
                let range = schedule.range(after: from, through: to)
                #expect(zip(times, times.dropFirst()).allSatisfy(<))
                #expect(range?.first == times.first)
                #expect(range?.last == times.last)
                #expect(range?.count ?? 0 == times.count)
                #expect(range?.isComplete ?? true)
            }
        }
    }

    @Test func `the ends count as they are said to`() throws {
        let hourly = Schedule.every(try Interval(every: .seconds(3600)))
        let (from, to) = (try instant("2026-11-21T12:00:00Z"), try instant("2026-11-21T14:00:00Z"))
        #expect(hourly.times(after: from, through: to, limit: 10).map(\.rfc3339) == ["2026-11-21T13:00:00Z", "2026-11-21T14:00:00Z"])
        #expect(hourly.times(after: from, through: to, limit: 1).map(\.rfc3339) == ["2026-11-21T13:00:00Z"])
        #expect(hourly.times(after: from, through: to, limit: 0).isEmpty)
        #expect(hourly.times(after: to, through: from, limit: 10).isEmpty)
        #expect(hourly.range(after: to, through: from) == nil)
        #expect(hourly.range(after: from, through: from) == nil)
        #expect(hourly.range(after: from, through: to)?.count == 2)
    }

    @Test func `an interval missed for thousands of years is counted at once`() throws {
        let everySecond = Schedule.every(try Interval(every: .seconds(1)))
        let range = try #require(everySecond.range(after: .earliest, through: .latest, limit: 1))
        #expect(range.count == 315_569_519_999)
        #expect(range.isComplete)
        #expect(range.last == (try instant("9999-12-31T23:59:59Z")))
        #expect(try #require(everySecond.range(after: .earliest, through: Instant(milliseconds: .max))).last == range.last)
    }

    @Test func `counting a cron expression stops at the limit and goes on from there`() throws {
        let schedule = Schedule.cron(try Cron("* * * * *"), .utc)
        let (from, to) = (try instant("2026-11-21T12:00:00Z"), try instant("2026-11-21T12:10:30Z"))
        let first = try #require(schedule.range(after: from, through: to, limit: 6))
        #expect((first.count, first.isComplete, first.last.rfc3339) == (6, false, "2026-11-21T12:06:00Z"))
        let second = try #require(schedule.range(after: first.last, through: to, limit: 6))
        #expect((second.count, second.isComplete, second.last.rfc3339) == (4, true, "2026-11-21T12:10:00Z"))
        #expect(schedule.range(after: from, through: first.last, limit: 6)?.isComplete == true)
        #expect(schedule.range(after: from, through: to, limit: 0) == nil)
    }

    @Test func `a schedule tells what it is`() throws {
        let cron = Schedule.cron(try Cron("0 9 * * 1-5"), try zone("Europe/Paris"))
        #expect(cron.description == "0 9 * * 1-5 in Europe/Paris")
        #expect(cron.explanation == "at 09:00, Monday to Friday (Europe/Paris)")
        let interval = Schedule.every(try Interval(every: .seconds(5400)))
        #expect(interval.description == "every 1h30m")
        #expect(interval.explanation == "every 1h30m")
    }
}
