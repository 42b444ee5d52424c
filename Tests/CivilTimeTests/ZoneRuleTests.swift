import Testing

@testable import CivilTime

struct ZoneRuleTests {
    /// The offset changes of one year, as UTC times and hours.
    private func changes(_ rule: String, _ year: Int) throws -> [String] {
        let rule = try #require(ZoneRule(rule.utf8))
        return rule.changes(years: year...year).map { "\(CivilDateTime(secondsSince1970: $0.second)) \(Duration.seconds($0.offset).text)" }
    }

    @Test(arguments: [
        ("EST5EDT,M3.2.0,M11.1.0", 2025, ["2025-03-09T07:00:00 -4h", "2025-11-02T06:00:00 -5h"]),
        ("CET-1CEST,M3.5.0,M10.5.0/3", 2026, ["2026-03-29T01:00:00 2h", "2026-10-25T01:00:00 1h"]),
        // Irish law makes summer time the standard, and winter the exception.
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 2025, ["2025-03-30T01:00:00 1h", "2025-10-26T01:00:00 0s"]),
        // South of the equator, with half an hour.
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2025, ["2025-04-05T15:00:00 10h30m", "2025-10-04T15:30:00 11h"]),
        // Hours before and after the day: Nuuk, Gaza, Jerusalem.
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2025, ["2025-03-30T01:00:00 -1h", "2025-10-26T01:00:00 -2h"]),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", 2025, ["2025-03-29T00:00:00 3h", "2025-10-24T23:00:00 2h"]),
        ("IST-2IDT,M3.4.4/26,M10.5.0", 2025, ["2025-03-28T00:00:00 3h", "2025-10-25T23:00:00 2h"]),
        // Days of the year: J never counts February 29, the plain form does.
        ("AAA0BBB,J59/0,J60/0", 2024, ["2024-02-28T00:00:00 1h", "2024-02-29T23:00:00 0s"]),
        ("AAA0BBB,58/0,59/0", 2024, ["2024-02-28T00:00:00 1h", "2024-02-28T23:00:00 0s"]),
        ("AAA0BBB,0/0,J365/24", 2025, ["2025-01-01T00:00:00 1h", "2025-12-31T23:00:00 0s"]),
        ("AAA0BBB,J1,365/167:59:59", 2024, ["2024-01-01T02:00:00 1h", "2025-01-06T22:59:59 0s"]),
        ("AAA+3:30:15BBB2,M1.1.1/-167,M12.5.6", 2026, ["2025-12-29T04:30:15 -2h", "2026-12-26T04:00:00 -3h30m15s"]),
    ])
    func `a rule changes the offset on its days`(rule: String, year: Int, expected: [String]) throws {
        #expect(try changes(rule, year) == expected)
    }

    @Test func `a rule without daylight saving changes nothing`() throws {
        #expect(try #require(ZoneRule("<+0330>-3:30".utf8)).standard == 12_600)
        #expect(try changes("<+0330>-3:30", 2026).isEmpty)
    }

    @Test(arguments: [("XXX0YYY,0/0,J365/25", 3600), ("XXX3EDT4,0/0,J365/23", -14_400)])
    func `daylight saving all year is one offset`(rule: String, offset: Int) {
        let change = OffsetChange(second: 0, offset: offset)
        let zone = Zone(name: "Test/Zone", initial: 0, changes: [change], rule: ZoneRule(rule.utf8))
        #expect(zone.transition(after: Instant(milliseconds: 0)) == nil)
        #expect(zone.offset(at: .latest) == offset)
    }

    @Test func `a zone with a rule alone follows it from 1900 on`() throws {
        let zone = Zone(name: "Test/Zone", initial: -18_000, changes: [], rule: ZoneRule("EST5EDT,M3.2.0,M11.1.0".utf8))
        #expect(zone.transition(after: .earliest)?.instant == (try instant("1900-03-11T07:00:00Z")))
    }

    @Test func `rules go on for ever, with the calendar's period of 400 years`() throws {
        let zone = Zone(name: "Test/Zone", initial: -18_000, changes: [], rule: ZoneRule("EST5EDT,M3.2.0,M11.1.0".utf8))
        var instant = try instant("2290-01-01T00:00:00Z")
        let period = 146_097 * 86_400_000
        for _ in 0..<60 {
            let now = try #require(zone.transition(after: instant))
            let later = try #require(zone.transition(after: Instant(milliseconds: instant.milliseconds + Int64(period))))
            #expect(later.instant - now.instant == .milliseconds(period))
            #expect((later.before, later.after) == (now.before, now.after))
            instant = now.instant
        }
        #expect(
            zone.transition(after: try CivilTimeTests.instant("9999-06-01T00:00:00Z"))?.instant
                == (try CivilTimeTests.instant("9999-11-07T06:00:00Z")))
        #expect(zone.transition(after: try CivilTimeTests.instant("9999-12-01T00:00:00Z")) == nil)
    }

    @Test(arguments: [
        "", "EST", "E5", "5", "EST5EDT", "EST5EDT,", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,", "EST5EDT,M3.2.0,M11.1.0,", "EST5EDT,M3.2.0,M11.1.0 ",
        "EST25EDT,M3.2.0,M11.1.0", "EST5:60", "EST5EDT,M0.2.0,M11.1.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.0.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,M3.2,M11.1.0", "EST5EDT,J0,J365", "EST5EDT,J1,J366", "EST5EDT,0,366",
        "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0/,M11.1.0", "<+0>0", "<+03-3", "<+0é>0", "EST--5", "EST5EDT4EDT,M3.2.0,M11.1.0",
        "EST99999999999999999999",
    ])
    func `a text that is no rule is nil`(text: String) {
        #expect(ZoneRule(text.utf8) == nil)
    }
}
