import CivilTime
import Testing

struct CronTests {
    /// The next fires after a time, as UTC.
    private func fires(_ cron: String, _ zone: Zone, after time: String, _ count: Int) throws -> [String] {
        let cron = try Cron(cron)
        var instant = try instant(time)
        var fires: [String] = []
        while fires.count < count, let next = cron.next(after: instant, in: zone) {
            fires.append(next.rfc3339)
            instant = next
        }
        return fires
    }

    @Test(arguments: [
        ("* * * * *", ["2026-11-21T12:01:00Z", "2026-11-21T12:02:00Z"]),
        ("*/15 * * * *", ["2026-11-21T12:15:00Z", "2026-11-21T12:30:00Z"]),
        ("10-50/20 * * * *", ["2026-11-21T12:10:00Z", "2026-11-21T12:30:00Z", "2026-11-21T12:50:00Z", "2026-11-21T13:10:00Z"]),
        ("0 9 * * 1-5", ["2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z"]),
        ("0 9 * * Mon-fri", ["2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z"]),
        ("0 0 * * 7", ["2026-11-22T00:00:00Z", "2026-11-29T00:00:00Z"]),
        ("0 0 * * 5-7", ["2026-11-22T00:00:00Z", "2026-11-27T00:00:00Z", "2026-11-28T00:00:00Z"]),
        ("0 0 29 2 *", ["2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"]),
        ("0 0 31 * *", ["2026-12-31T00:00:00Z", "2027-01-31T00:00:00Z", "2027-03-31T00:00:00Z"]),
        ("0 0 1 JAN,jul *", ["2027-01-01T00:00:00Z", "2027-07-01T00:00:00Z"]),
        ("30 15 10 * * *", ["2026-11-22T10:15:30Z", "2026-11-23T10:15:30Z"]),
        ("*/20 * * * * *", ["2026-11-21T12:00:20Z", "2026-11-21T12:00:40Z", "2026-11-21T12:01:00Z"]),
        ("@hourly", ["2026-11-21T13:00:00Z", "2026-11-21T14:00:00Z"]), ("@daily", ["2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"]),
        ("@midnight", ["2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"]), ("@Weekly", ["2026-11-22T00:00:00Z", "2026-11-29T00:00:00Z"]),
        ("@monthly", ["2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"]), ("@yearly", ["2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"]),
        ("@annually", ["2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"]),
    ])
    func `an expression fires at the times it names`(cron: String, expected: [String]) throws {
        #expect(try fires(cron, .utc, after: "2026-11-21T12:00:00Z", expected.count) == expected)
    }

    @Test(
        arguments: [
            // The 13th, and Fridays.
            ("0 0 13 * FRI", ["2026-11-27T00:00:00Z", "2026-12-04T00:00:00Z", "2026-12-11T00:00:00Z", "2026-12-13T00:00:00Z"]),
            // A star, even with a step, makes both count: odd days that are Fridays.
            ("0 0 */2 * FRI", ["2026-11-27T00:00:00Z", "2026-12-11T00:00:00Z", "2026-12-25T00:00:00Z"]),
            ("0 0 13 * */2", ["2026-12-13T00:00:00Z", "2027-02-13T00:00:00Z"]),
            // Vixie looks at the first character only.
            ("0 0 13,*/31 * FRI", nil),
            ("0 0 1,*/30 * FRI", ["2026-11-27T00:00:00Z", "2026-12-01T00:00:00Z", "2026-12-04T00:00:00Z"]),
        ] as [(String, [String]?)])
    func `day of month and day of week are alternatives when both are restricted`(cron: String, expected: [String]?) throws {
        guard let expected else {
            #expect(throws: CronError.self) { try Cron(cron) }
            return
        }
        #expect(try fires(cron, .utc, after: "2026-11-21T12:00:00Z", expected.count) == expected)
    }

    @Test(arguments: [
        ("30 2 * * *", true), ("0 9-17 * * 1-5", true), ("0-59 2 * * *", true), ("30 15 10 * * *", true), ("0 0 */2 * *", true), ("@daily", true),
        ("*/15 2 * * *", false), ("0 * * * *", false), ("0 1,*/6 * * *", false), ("* 30 2 * * *", false), ("@hourly", false),
    ])
    func `an expression is fixed without a star in its hour, minute and second`(cron: String, isFixed: Bool) throws {
        #expect(try Cron(cron).isFixed == isFixed)
    }

    @Test func `a fire is strictly after the given instant, to the millisecond`() throws {
        let cron = try Cron("0 12 * * *")
        #expect(cron.next(after: try instant("2026-11-21T11:59:59.999Z"), in: .utc) == (try instant("2026-11-21T12:00:00Z")))
        #expect(cron.next(after: try instant("2026-11-21T12:00:00Z"), in: .utc) == (try instant("2026-11-22T12:00:00Z")))
        #expect(cron.next(after: try instant("2026-11-21T12:00:00.001Z"), in: .utc) == (try instant("2026-11-22T12:00:00Z")))
    }

    @Test func `dates decades apart are found`() throws {
        // February 29 on a Saturday or Sunday: with the star in front, both must match.
        let fires = try fires("0 0 29 2 */6", .utc, after: "2088-03-01T00:00:00Z", 3)
        #expect(fires == ["2116-02-29T00:00:00Z", "2128-02-29T00:00:00Z", "2144-02-29T00:00:00Z"])
    }

    @Test func `the years 0000 and 9999 are the ends`() throws {
        let cron = try Cron("0 0 1 1 *")
        #expect(cron.next(after: Instant(milliseconds: .min), in: .utc) == .earliest)
        #expect(cron.next(after: try instant("9998-12-31T23:59:59Z"), in: .utc) == (try instant("9999-01-01T00:00:00Z")))
        for end in [try instant("9999-01-01T05:00:00Z"), .latest, Instant(milliseconds: .max)] {
            #expect(cron.next(after: end, in: .utc) == nil)
            #expect(cron.next(after: end, in: try zone("America/New_York")) == nil)
        }
        #expect(try Cron("59 23 * * *").next(after: instant("9999-12-31T12:00:00Z"), in: zone("America/New_York")) == nil)
        #expect(try Cron("* * * * *").next(after: instant("9999-12-31T23:59:00Z"), in: zone("America/New_York")) == nil)
    }

    @Test func `the text is kept with its spaces put right`() throws {
        #expect(try Cron("  0\t9 *  * MON-FRI ").description == "0 9 * * MON-FRI")
        #expect(try Cron("@Daily").description == "@Daily")
        #expect(try Cron("0 9 * * 1") == Cron(" 0 9 * * 1 "))
    }
}
