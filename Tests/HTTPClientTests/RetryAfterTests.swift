import CivilTime
import Testing

@testable import HTTPClient

@Suite struct RetryAfterTests {
    /// 1994-11-06T08:49:37Z
    private let now = Instant(milliseconds: 784_111_777_000)

    @Test(arguments: [
        ("120", Duration.seconds(120)), ("0", .zero), ("1.5", .milliseconds(1500)), ("0.0001", .milliseconds(1)), (".5", .milliseconds(500)),
        ("Sun, 06 Nov 1994 08:49:47 GMT", .seconds(10)), ("Sunday, 06-Nov-94 08:50:37 GMT", .seconds(60)),
        ("Sun Nov  6 09:49:37 1994", .seconds(3600)),
        ("Sun, 06 Nov 1994 08:49:36 GMT", .zero), ("Thu, 01 Jan 1970 00:00:00 GMT", .zero),
    ])
    func `seconds and dates are understood`(_ text: String, _ wait: Duration) {
        #expect(RetryAfter.wait(["Retry-After": text], now: now) == wait)
    }

    @Test(arguments: [
        "", " ", "-1", "+1", "1e3", "0x10", "nan", "inf", "soon", "1 s", "1.2.3", "99999999999999999999", "Sun, 06 Nov 2994 08:49:37 GMT",
    ])
    func `anything else is no request to wait`(_ text: String) {
        #expect(RetryAfter.wait(["Retry-After": text], now: now) == nil)
    }

    @Test func `milliseconds come first, where they are usable`() {
        #expect(RetryAfter.wait(["retry-after": "5", "Retry-After-Ms": "250"], now: now) == .milliseconds(250))
        #expect(RetryAfter.wait(["retry-after": "5", "retry-after-ms": "250.4"], now: now) == .milliseconds(251))
        #expect(RetryAfter.wait(["retry-after": "5", "retry-after-ms": "x"], now: now) == .seconds(5))
        #expect(RetryAfter.wait([:], now: now) == nil)
    }
}

@Suite struct HTTPDateTests {
    private let now = Instant(milliseconds: 784_111_777_000)

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777), ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Wed, 31 Dec 1969 23:59:59 GMT", -1), ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
        ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400), ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800),
        ("Mon, 01 Jan 2125 00:00:00 GMT", 4_891_363_200),
        ("Sunday, 06-Nov-44 08:49:37 GMT", 2_362_034_977), ("Monday, 06-Nov-45 08:49:37 GMT", -762_189_023),
    ])
    func `the three formats are read`(_ text: String, _ seconds: Int64) {
        #expect(HTTPDate.parse(text, now: now)?.milliseconds == seconds * 1000)
    }

    @Test(arguments: [
        "", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 29 Feb 1900 00:00:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Xxx, 06 Nov 1994 08:49:37 GMT", "06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 19940 08:49:37 GMT", "1994-11-06T08:49:37Z",
        "Sun, +6 Nov 1994 08:49:37 GMT",
    ])
    func `anything else is no date`(_ text: String) {
        #expect(HTTPDate.parse(text, now: now) == nil)
    }

    @Test func `every month from 1970 to 2100 is counted right`() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var day: Int64 = 0
        for year in 1970...2100 {
            for (month, length) in lengths.enumerated() {
                let leap = month == 1 && year % 4 == 0 && year != 2100
                let last = length + (leap ? 1 : 0)
                for number in [1, last] {
                    let text = "Mon, \(number < 10 ? "0" : "")\(number) \(names[month]) \(year) 00:00:00 GMT"
                    if HTTPDate.parse(text, now: now)?.milliseconds != day * 86_400_000 { Issue.record("\(text)") }
                    day += number == 1 ? Int64(last - 1) : 1
                }
            }
        }
    }
}
