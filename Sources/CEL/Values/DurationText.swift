/// Durations as text.
enum DurationText {
    /// Seconds with as many digits as needed: `90s`, `-1.5s`, `0.000000001s`.
    static func seconds(_ duration: Duration) -> String {
        let (whole, attoseconds) = duration.components
        let sign = duration < .zero ? "-" : ""
        return "\(sign)\(whole.magnitude)\(fraction(abs(attoseconds / 1_000_000_000)))s"
    }

    /// `.5` for 500,000,000 nanoseconds, nothing for 0.
    static func fraction(_ nanoseconds: Int64) -> String {
        guard nanoseconds > 0 else { return "" }
        var digits = String(nanoseconds)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "." + digits
    }

    /// Units in nanoseconds. The micro sign comes in two code points.
    private static let units: [(name: String, length: Int64)] = [
        ("ns", 1), ("us", 1_000), ("\u{B5}s", 1_000), ("\u{3BC}s", 1_000), ("ms", 1_000_000),
        ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    /// Reads a sign and one or more numbers with a unit: `1h45m47s`, `-1.5s`, `250ms`, or a bare `0`. Nil when the text is not of that
    /// form or beyond the range of a duration.
    static func parse(_ text: String) -> Duration? {
        var rest = Array(text.unicodeScalars)[...]
        let negative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        if Text.string(rest) == "0" { return .zero }
        guard !rest.isEmpty else { return nil }
        var total: Int64 = 0
        while !rest.isEmpty {
            let whole = takeDigits(&rest)
            var fraction: [Unicode.Scalar] = []
            if rest.first == "." {
                rest.removeFirst()
                fraction = takeDigits(&rest)
            }
            guard !whole.isEmpty || !fraction.isEmpty else { return nil }
            let name = Text.string(rest.prefix { $0 != "." && !isDigit($0) })
            guard let unit = units.first(where: { $0.name.unicodeScalars.elementsEqual(name.unicodeScalars) }) else { return nil }
            rest = rest.dropFirst(name.unicodeScalars.count)
            guard let part = nanoseconds(whole, fraction, unit.length, negative: negative) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            if overflow { return nil }
            total = sum
        }
        return .nanoseconds(total)
    }

    private static func nanoseconds(_ whole: [Unicode.Scalar], _ fraction: [Unicode.Scalar], _ unit: Int64, negative: Bool) -> Int64? {
        var sum: Int64 = 0
        let sign: Int64 = negative ? -1 : 1
        for digit in whole {
            let (product, first) = sum.multipliedReportingOverflow(by: 10)
            let (next, second) = product.addingReportingOverflow(sign * Int64(digit.value - 48))
            if first || second { return nil }
            sum = next
        }
        let (product, overflow) = sum.multipliedReportingOverflow(by: unit)
        if overflow { return nil }
        // Nine digits of the fraction count; what is below a nanosecond is dropped.
        var numerator: Int64 = 0
        var denominator: Int64 = 1
        for digit in fraction.prefix(9) {
            numerator = numerator * 10 + Int64(digit.value - 48)
            denominator *= 10
        }
        let part = denominator.dividingFullWidth(unit.multipliedFullWidth(by: numerator)).quotient
        let (total, carried) = product.addingReportingOverflow(sign * part)
        return carried ? nil : total
    }

    private static func takeDigits(_ rest: inout ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        let digits = rest.prefix(while: isDigit)
        rest = rest.dropFirst(digits.count)
        return Array(digits)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }
}
