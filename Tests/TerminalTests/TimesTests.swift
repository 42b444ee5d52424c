import CivilTime
import Testing

@testable import Terminal

@Suite struct TimesTests {
    @Test(arguments: [
        (0, "0 ms"), (120, "120 ms"), (805, "805 ms"), (999, "999 ms"), (1000, "1.0 s"), (1249, "1.2 s"), (9_949, "9.9 s"), (9_950, "10 s"),
        (59_499, "59 s"), (59_500, "1m 0s"), (184_000, "3m 4s"), (7_500_000, "2h 5m"), (273_600_000, "3d 4h"), (-1500, "-1.5 s"),
    ])
    func `durations have two or three figures`(milliseconds: Int64, text: String) {
        #expect(Duration.milliseconds(milliseconds).approximate == text)
    }

    @Test(arguments: [
        ("2026-11-21T12:04:31Z", "12:04:31"), ("2026-11-21T00:00:00Z", "00:00:00"), ("2026-11-20T23:59:59Z", "Nov 20 23:59"),
        ("2026-01-02T03:04:05Z", "Jan 2 03:04"), ("2025-11-21T12:04:31Z", "2025-11-21 12:04"),
    ])
    func `a time is as short as it stays clear`(time: String, short: String) throws {
        #expect(try Instant(rfc3339: time).short(at: Samples.now) == short)
    }

    @Test(arguments: [
        (0, "now"), (900, "now"), (-999, "now"), (1000, "in 1s"), (-59_000, "59s ago"), (-60_000, "1m ago"), (7_200_000, "in 2h"),
        (-86_400_000, "1d ago"),
    ])
    func `a distance has one unit`(milliseconds: Int64, text: String) {
        #expect((Samples.now + .milliseconds(milliseconds)).relative(to: Samples.now) == text)
    }

    @Test func `a long time tells the day of the week and the zone`() {
        #expect(Samples.now.long == "Sat 2026-11-21 12:10:00 UTC")
    }
}
