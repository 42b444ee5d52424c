extension Duration {
    /// The longest duration a text may state: ten years of 365 days.
    package static let longest = Duration.seconds(3650 * secondsPerDay)

    /// Parses `1h30m`, `0.5s`, `24h`, `250ms`: one or more numbers, each with its unit (`d`, `h`, `m`, `s`, `ms`), added up.
    ///
    /// Exact: a text that is not a whole number of milliseconds is refused rather than rounded, as is one over ten years.
    package init(text: String) throws(TimeTextError) {
        var reader = DurationReader(text)
        self = .milliseconds(try reader.milliseconds())
    }

    /// The largest units first, those that are zero left out: `1h30m`, `1d12h`, `1.5s`, `250ms`, `0s`.
    ///
    /// What is finer than a millisecond is dropped. A negative duration has a leading `-`, which `init(text:)` does not accept.
    package var text: String {
        let whole = milliseconds
        guard whole != 0 else { return "0s" }
        var rest = whole.magnitude
        var text = whole < 0 ? "-" : ""
        for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000)] as [(String, UInt64)] where rest >= length {
            text += "\(rest / length)\(unit)"
            rest %= length
        }
        if rest >= 1000 {
            text += "\(rest / 1000)\(decimals(thousandths: rest % 1000))s"
        } else if rest > 0 {
            text += "\(rest)ms"
        }
        return text
    }
}

/// `.5` for 500, nothing for 0.
private func decimals(thousandths: UInt64) -> String {
    guard thousandths > 0 else { return "" }
    var digits = padded(UInt(thousandths), 3)
    while digits.last == "0" { digits.removeLast() }
    return "." + digits
}

private struct DurationReader {
    private let text: String
    private var cursor: TextCursor

    init(_ text: String) {
        self.text = text
        cursor = TextCursor(text.utf8)
    }

    mutating func milliseconds() throws(TimeTextError) -> Int {
        let longest = Int(Duration.longest.milliseconds)
        var total = 0
        repeat {
            let column = cursor.column
            total += try part(longest: longest)
            guard total <= longest else { throw failure("longer than ten years (3650d)", column: column) }
        } while !cursor.isAtEnd
        return total
    }

    /// One number and its unit; never more than a little over `longest`, so that a sum of two cannot overflow.
    private mutating func part(longest: Int) throws(TimeTextError) -> Int {
        let column = cursor.column
        let whole = cursor.take(while: \.isDigit).drop { $0 == UInt8(ascii: "0") }
        guard cursor.column > column else { throw failure("expected a number") }
        let fraction = try fraction()
        let unit = try unit()
        guard whole.count <= 12, decimal(whole) <= longest / unit else { throw failure("longer than ten years (3650d)", column: column) }
        let (parts, remainder) = (fraction.digits * unit).quotientAndRemainder(dividingBy: fraction.scale)
        guard remainder == 0 else { throw failure("finer than a millisecond", column: column) }
        return decimal(whole) * unit + parts
    }

    /// The digits after a point as `digits / scale`.
    private mutating func fraction() throws(TimeTextError) -> (digits: Int, scale: Int) {
        guard cursor.take(".") else { return (0, 1) }
        let column = cursor.column
        var digits = cursor.take(while: \.isDigit)
        guard !digits.isEmpty else { throw failure("expected digits after \".\"") }
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        // With more than ten digits, no unit up to a day gives whole milliseconds.
        guard digits.count <= 10 else { throw failure("finer than a millisecond", column: column) }
        return (decimal(digits), digits.reduce(1) { scale, _ in scale * 10 })
    }

    /// Milliseconds in the unit.
    private mutating func unit() throws(TimeTextError) -> Int {
        if cursor.take("ms") { return 1 }
        if cursor.take("s") { return 1000 }
        if cursor.take("m") { return 60_000 }
        if cursor.take("h") { return 3_600_000 }
        if cursor.take("d") { return 86_400_000 }
        throw failure("expected a unit: ms, s, m, h or d")
    }

    private func failure(_ reason: String, column: Int? = nil) -> TimeTextError {
        .duration(text, column: column ?? cursor.column, reason: reason)
    }
}
