extension Instant {
    /// 0000-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z: what RFC 3339 can write, and the range schedules look into.
    package static let earliest = Instant(milliseconds: -62_167_219_200_000)
    package static let latest = Instant(milliseconds: 253_402_300_799_999)

    /// Parses RFC 3339, section 5.6: `2026-11-21T12:00:00.123Z`, `2026-11-21T13:00:00+01:00`.
    ///
    /// `T` and `Z` may be lower case, as the RFC says. Digits after the milliseconds are dropped. A leap second (`:60`) is
    /// refused, since an `Instant` has none, and so is a time that its offset moves out of the years 0000 to 9999.
    package init(rfc3339 text: String) throws(TimeTextError) {
        var reader = RFC3339Reader(text)
        self = try reader.instant()
    }

    /// RFC 3339 in UTC, with three digits of fraction or, when the milliseconds are zero, none.
    /// Outside the years 0000 to 9999 the year has a sign, which RFC 3339 does not know.
    package var rfc3339: String {
        let seconds = Int(milliseconds).floorQuotient(1000)
        let fraction = Int(milliseconds).floorRemainder(1000)
        return "\(CivilDateTime(secondsSince1970: seconds))" + (fraction == 0 ? "Z" : ".\(padded(fraction.magnitude, 3))Z")
    }
}

extension Instant: CustomStringConvertible {
    package var description: String { rfc3339 }
}

private struct RFC3339Reader {
    private let text: String
    private var cursor: TextCursor

    init(_ text: String) {
        self.text = text
        cursor = TextCursor(text.utf8)
    }

    mutating func instant() throws(TimeTextError) -> Instant {
        let date = try date()
        guard cursor.take("T") || cursor.take("t") else { throw failure("expected \"T\" between date and time") }
        let hour = try part("hour", 0...23)
        try separator(":")
        let minute = try part("minute", 0...59)
        try separator(":")
        let second = try second()
        let fraction = try fraction()
        let offset = try offset()
        guard cursor.isAtEnd else { throw failure("unexpected text after the time") }

        let wall = date.daysSince1970 * secondsPerDay + hour * 3600 + minute * 60 + second
        let instant = Instant(milliseconds: Int64((wall - offset) * 1000 + fraction))
        guard (Instant.earliest...Instant.latest).contains(instant) else {
            throw failure("in UTC this is outside the years 0000 to 9999", column: 1)
        }
        return instant
    }

    private mutating func date() throws(TimeTextError) -> CivilDate {
        guard let year = cursor.digits(4) else { throw failure("expected four digits of year") }
        try separator("-")
        let month = try part("month", 1...12)
        try separator("-")
        let column = cursor.column
        let day = try part("day", 1...31)
        guard let date = CivilDate(year: year, month: month, day: day) else {
            throw failure("\(padded(year.magnitude, 4))-\(padded(month.magnitude, 2)) has no day \(day)", column: column)
        }
        return date
    }

    private mutating func second() throws(TimeTextError) -> Int {
        let column = cursor.column
        let second = try part("second", 0...60)
        guard second < 60 else { throw failure("leap seconds (:60) are not accepted, write :59", column: column) }
        return second
    }

    /// Milliseconds.
    private mutating func fraction() throws(TimeTextError) -> Int {
        guard cursor.take(".") else { return 0 }
        let digits = cursor.take(while: \.isDigit)
        guard !digits.isEmpty else { throw failure("expected digits after \".\"") }
        let scale = [100, 10, 1][min(digits.count, 3) - 1]
        return decimal(digits.prefix(3)) * scale
    }

    /// Seconds east of UTC.
    private mutating func offset() throws(TimeTextError) -> Int {
        if cursor.take("Z") || cursor.take("z") { return 0 }
        let sign = cursor.take("+") ? 1 : cursor.take("-") ? -1 : 0
        guard sign != 0 else { throw failure("expected \"Z\" or an offset such as +01:00") }
        let hours = try part("offset hour", 0...23)
        try separator(":")
        return sign * (hours * 3600 + (try part("offset minute", 0...59)) * 60)
    }

    private mutating func part(_ name: String, _ range: ClosedRange<Int>) throws(TimeTextError) -> Int {
        let column = cursor.column
        guard let value = cursor.digits(2) else { throw failure("expected two digits of \(name)") }
        guard range.contains(value) else {
            throw failure("\(name) \(value) is outside \(range.lowerBound) to \(range.upperBound)", column: column)
        }
        return value
    }

    private mutating func separator(_ wanted: StaticString) throws(TimeTextError) {
        guard cursor.take(wanted) else { throw failure("expected \"\(wanted)\"") }
    }

    private func failure(_ reason: String, column: Int? = nil) -> TimeTextError {
        .instant(text, column: column ?? cursor.column, reason: reason)
    }
}
