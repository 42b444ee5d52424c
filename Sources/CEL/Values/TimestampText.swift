import CivilTime

/// Reads RFC 3339: `2009-02-13T23:31:30Z`, with an optional fraction of the second and `Z` or an offset such as `+02:00`.
struct TimestampText {
    private let bytes: [UInt8]
    private var at = 0

    /// Nil when `text` is not RFC 3339 or lies outside the years 1 to 9999.
    static func parse(_ text: String) -> Timestamp? {
        var reader = TimestampText(bytes: Array(text.utf8))
        return reader.timestamp()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func timestamp() -> Timestamp? {
        guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2), take("T"),
            let hour = digits(2), take(":"), let minute = digits(2), take(":"), let second = digits(2),
            let date = CivilDate(year: year, month: month, day: day),
            let civil = CivilDateTime(date, hour: hour, minute: minute, second: second),
            let nanoseconds = fraction(), let offset = offset(), at == bytes.count
        else { return nil }
        return Timestamp(seconds: Int64(civil.secondsSince1970 - offset), adding: nanoseconds)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func digit() -> Int? {
        guard at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) else { return nil }
        at += 1
        return Int(bytes[at - 1] - UInt8(ascii: "0"))
    }

    private mutating func digits(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let next = digit() else { return nil }
            number = number * 10 + next
        }
        return number
    }

    /// Nanoseconds; digits beyond the ninth are dropped.
    private mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        guard let first = digit() else { return nil }
        var nanoseconds = Int64(first) * 100_000_000
        var unit: Int64 = 10_000_000
        while let next = digit() {
            nanoseconds += Int64(next) * unit
            unit /= 10
        }
        return nanoseconds
    }

    private mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = digits(2), take(":"), let minutes = digits(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
