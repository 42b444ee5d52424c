import CivilTime
import Testing

struct InstantTextTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-21T12:00:00.123Z", 1_795_262_400_123),
        ("2026-11-21T13:00:00+01:00", 1_795_262_400_000),
        ("2026-11-20T17:30:00-18:30", 1_795_262_400_000),
        ("2026-11-21T12:00:00-00:00", 1_795_262_400_000),
        ("2026-11-21t12:00:00z", 1_795_262_400_000),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ("1970-01-01T00:00:00.5Z", 500),
        ("1970-01-01T00:00:00.05Z", 50),
        ("1970-01-01T00:00:00.0019999999999999999999Z", 1),
    ])
    func `a time with any offset is read to the millisecond`(text: String, milliseconds: Int64) throws {
        #expect(try Instant(rfc3339: text).milliseconds == milliseconds)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"),
        (1, "1970-01-01T00:00:00.001Z"),
        (1_795_262_400_120, "2026-11-21T12:00:00.120Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (-62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
        (253_402_300_800_000, "+10000-01-01T00:00:00Z"),
    ])
    func `a time is written in UTC, with milliseconds only when there are some`(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
        #expect("\(Instant(milliseconds: milliseconds))" == text)
    }

    @Test func `every instant that is written is read back as itself`() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let instant = Instant(milliseconds: .random(in: Instant.earliest.milliseconds...Instant.latest.milliseconds, using: &random))
            #expect(try Instant(rfc3339: instant.rfc3339) == instant)
        }
    }

    @Test(arguments: [
        ("", 1, "expected four digits of year"),
        ("26-11-21T12:00:00Z", 1, "expected four digits of year"),
        ("+2026-11-21T12:00:00Z", 1, "expected four digits of year"),
        ("2026/11/21T12:00:00Z", 5, "expected \"-\""),
        ("2026-1-21T12:00:00Z", 6, "expected two digits of month"),
        ("2026-00-21T12:00:00Z", 6, "month 0 is outside 1 to 12"),
        ("2026-13-21T12:00:00Z", 6, "month 13 is outside 1 to 12"),
        ("2026-11-00T12:00:00Z", 9, "day 0 is outside 1 to 31"),
        ("2026-11-31T12:00:00Z", 9, "2026-11 has no day 31"),
        ("1900-02-29T12:00:00Z", 9, "1900-02 has no day 29"),
        ("2026-11-21", 11, "expected \"T\" between date and time"),
        ("2026-11-21 12:00:00Z", 11, "expected \"T\" between date and time"),
        ("2026-11-21T24:00:00Z", 12, "hour 24 is outside 0 to 23"),
        ("2026-11-21T12:60:00Z", 15, "minute 60 is outside 0 to 59"),
        ("2026-11-21T12:00Z", 17, "expected \":\""),
        ("2026-11-21T12:00:60Z", 18, "leap seconds (:60) are not accepted, write :59"),
        ("2026-11-21T12:00:61Z", 18, "second 61 is outside 0 to 60"),
        ("2026-11-21T12:00:00.Z", 21, "expected digits after \".\""),
        ("2026-11-21T12:00:00,5Z", 20, "expected \"Z\" or an offset such as +01:00"),
        ("2026-11-21T12:00:00", 20, "expected \"Z\" or an offset such as +01:00"),
        ("2026-11-21T12:00:00+0100", 23, "expected \":\""),
        ("2026-11-21T12:00:00+24:00", 21, "offset hour 24 is outside 0 to 23"),
        ("2026-11-21T12:00:00+01:60", 24, "offset minute 60 is outside 0 to 59"),
        ("2026-11-21T12:00:00Z ", 21, "unexpected text after the time"),
        ("\u{0662}026-11-21T12:00:00Z", 1, "expected four digits of year"),
        ("0000-01-01T00:00:00+00:01", 1, "in UTC this is outside the years 0000 to 9999"),
        ("9999-12-31T23:59:59-00:01", 1, "in UTC this is outside the years 0000 to 9999"),
    ])
    func `a text that is no time is refused with the column and the reason`(text: String, column: Int, reason: String) {
        #expect(throws: TimeTextError.instant(text, column: column, reason: reason)) { try Instant(rfc3339: text) }
    }

    @Test func `the message shows the text, a correct example and the place`() {
        #expect(
            "\(TimeTextError.instant("noon", column: 1, reason: "expected four digits of year"))"
                == "\"noon\" is not a time such as 2026-11-21T12:00:00Z (RFC 3339): column 1: expected four digits of year")
    }
}
