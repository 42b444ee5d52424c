import CivilTime
import Testing

/// The policy for clock changes, case by case.
struct CronClockChangeTests {
    /// All fires after one time and up to another, as UTC.
    private func fires(_ cron: String, _ name: String, _ start: String, _ end: String) throws -> [String] {
        let schedule = Schedule.cron(try Cron(cron), try zone(name))
        return schedule.times(after: try instant(start), through: try instant(end), limit: 1000).map(\.rfc3339)
    }

    /// New York, 2025-03-09: 02:00 to 03:00 is skipped at 07:00Z.
    @Test(arguments: [
        // At the first valid instant, once.
        ("30 2 * * *", ["2025-03-09T07:00:00Z"]),
        ("0 2 * * *", ["2025-03-09T07:00:00Z"]),
        ("59 59 2 * * *", ["2025-03-09T07:00:00Z"]),
        // Several in the gap are one fire, also together with one at its end.
        ("10,20,30 2 * * *", ["2025-03-09T07:00:00Z"]),
        ("0 2,3 * * *", ["2025-03-09T07:00:00Z"]),
        ("0-59 2 * * *", ["2025-03-09T07:00:00Z"]),
        ("30 1-3 * * *", ["2025-03-09T06:30:00Z", "2025-03-09T07:00:00Z", "2025-03-09T07:30:00Z"]),
        // Elapsed time knows nothing of the gap.
        ("*/15 2 * * *", []),
        ("*/30 * * * *", ["2025-03-09T06:00:00Z", "2025-03-09T06:30:00Z", "2025-03-09T07:00:00Z", "2025-03-09T07:30:00Z", "2025-03-09T08:00:00Z"]),
        ("30 * * * *", ["2025-03-09T06:30:00Z", "2025-03-09T07:30:00Z"]),
        ("30 */2 * * *", []),
        // The day decides: the gap is on a Sunday.
        ("30 2 * * MON", []),
        ("30 2 9 3 *", ["2025-03-09T07:00:00Z"]),
    ])
    func `what falls into a gap`(cron: String, expected: [String]) throws {
        #expect(try fires(cron, "America/New_York", "2025-03-09T05:45:00Z", "2025-03-09T08:15:00Z") == expected)
    }

    /// New York, 2025-11-02: 01:00 to 02:00 is shown from 05:00Z and again from 06:00Z.
    @Test(arguments: [
        // In the first pass only.
        ("30 1 * * *", ["2025-11-02T05:30:00Z"]),
        ("0 1 * * *", ["2025-11-02T05:00:00Z"]),
        ("0 2 * * *", ["2025-11-02T07:00:00Z"]),
        ("0,30 0-2 * * *", ["2025-11-02T05:00:00Z", "2025-11-02T05:30:00Z", "2025-11-02T07:00:00Z"]),
        // Elapsed time runs on through both.
        ("30 * * * *", ["2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z"]),
        ("*/30 1 * * *", ["2025-11-02T05:00:00Z", "2025-11-02T05:30:00Z", "2025-11-02T06:00:00Z", "2025-11-02T06:30:00Z"]),
    ])
    func `what falls into a fold`(cron: String, expected: [String]) throws {
        #expect(try fires(cron, "America/New_York", "2025-11-02T04:45:00Z", "2025-11-02T07:15:00Z") == expected)
    }

    @Test func `asking within the second pass of a fold gives the next day`() throws {
        let newYork = try zone("America/New_York")
        let cron = try Cron("30 1 * * *")
        for time in ["2025-11-02T05:30:00Z", "2025-11-02T06:00:00Z", "2025-11-02T06:29:59.999Z", "2025-11-02T06:30:00Z"] {
            #expect(cron.next(after: try instant(time), in: newYork) == (try instant("2025-11-03T06:30:00Z")))
        }
    }

    @Test(arguments: [
        // A whole day is skipped: its times come together at the start of the next one.
        (
            "Pacific/Apia", "0 9 * * *", "2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z",
            ["2011-12-29T19:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T19:00:00Z", "2011-12-31T19:00:00Z"]
        ),
        ("Pacific/Apia", "0 9 30 12 *", "2011-01-01T00:00:00Z", "2012-01-01T00:00:00Z", ["2011-12-30T10:00:00Z"]),
        ("Pacific/Apia", "0 * 30 12 *", "2011-01-01T00:00:00Z", "2012-01-01T00:00:00Z", []),
        // Midnight is skipped.
        ("America/Sao_Paulo", "@daily", "2018-11-03T12:00:00Z", "2018-11-05T12:00:00Z", ["2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"]),
        ("Africa/Cairo", "0 0 * * *", "2024-04-25T12:00:00Z", "2024-04-26T22:00:00Z", ["2024-04-25T22:00:00Z", "2024-04-26T21:00:00Z"]),
        // Midnight comes twice: Sunday is Saturday again.
        ("America/Sao_Paulo", "59 23 * * SAT", "2018-02-17T12:00:00Z", "2018-02-18T12:00:00Z", ["2018-02-18T01:59:00Z"]),
        ("Asia/Beirut", "0 0 * * *", "2024-10-26T12:00:00Z", "2024-10-27T23:00:00Z", ["2024-10-26T22:00:00Z", "2024-10-27T22:00:00Z"]),
        // Half an hour.
        ("Australia/Lord_Howe", "15 2 * * *", "2024-10-05T12:00:00Z", "2024-10-06T12:00:00Z", ["2024-10-05T15:30:00Z"]),
        ("Australia/Lord_Howe", "45 1 * * *", "2025-04-05T12:00:00Z", "2025-04-06T12:00:00Z", ["2025-04-05T14:45:00Z"]),
        ("Australia/Lord_Howe", "45 * * * *", "2025-04-05T14:00:00Z", "2025-04-05T16:00:00Z", ["2025-04-05T14:45:00Z", "2025-04-05T15:15:00Z"]),
    ])
    func `unusual clock changes`(zone: String, cron: String, start: String, end: String, expected: [String]) throws {
        #expect(try fires(cron, zone, start, end) == expected)
    }
}
