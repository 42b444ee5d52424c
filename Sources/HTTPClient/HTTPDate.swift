package import CivilTime

/// The dates of HTTP headers (RFC 9110 5.6.7).
package enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`; nil for anything else.
    ///
    /// `now` settles the century of two-digit years: one that looks more than 50 years ahead is in the past. That the day of the
    /// week is the right one is not checked.
    package static func parse(_ text: String, now: Instant) -> Instant? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        guard let first = words.first, weekdays.contains(where: first.hasPrefix) else { return nil }
        switch (words.count, words.last) {
        case (6, "GMT"): return instant(year: words[3], month: words[2], day: words[1], time: words[4], now: now)
        case (5, _): return instant(year: words[4], month: words[1], day: words[2], time: words[3], now: now)
        default: return nil
        }
    }

    private static func instant(year: String, month: String, day: String, time: String, now: Instant) -> Instant? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2...2) ?? .max }
        guard var year = number(year[...], digits: 2...4), let month = months.firstIndex(of: month), let day = number(day[...], digits: 1...2),
            clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] <= 60
        else { return nil }
        if year < 100 {
            let latest = Self.year(of: now) + 50
            year = latest - (latest - year) % 100
        }
        guard (1...length(of: month, in: year)).contains(day) else { return nil }
        let days = days(before: year) + (0..<month).reduce(0) { $0 + length(of: $1, in: year) } + day - 1
        let seconds = ((days * 24 + clock[0]) * 60 + clock[1]) * 60 + clock[2]
        return Instant(milliseconds: Int64(seconds) * 1000)
    }

    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func length(of month: Int, in year: Int) -> Int {
        month == 1 ? (isLeap(year) ? 29 : 28) : [3, 5, 8, 10].contains(month) ? 30 : 31
    }

    /// Days from 1970-01-01 to the first of January of that year.
    private static func days(before year: Int) -> Int {
        let y = year - 1
        return y * 365 + y / 4 - y / 100 + y / 400 - 719_162
    }

    private static func year(of now: Instant) -> Int {
        let day = Int(now.milliseconds / 86_400_000)
        var year = 1970 + day / 366
        while days(before: year + 1) <= day { year += 1 }
        return year
    }
}
