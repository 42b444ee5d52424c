package import CivilTime

/// How long a server asks to be left alone.
package enum RetryAfter {
    /// Longer requests than a year are not believed.
    private static let longest = 366.0 * 86_400

    /// The wait that `retry-after-ms` asks for (milliseconds, fractions allowed), else `retry-after` (seconds, fractions allowed, or a
    /// date, RFC 9110 10.2.3). Zero for a date that is past; nil if neither header has a usable value.
    package static func wait(_ headers: Headers, now: Instant) -> Duration? {
        if let wait = headers.values(of: "retry-after-ms").first.flatMap({ seconds($0, of: 0.001) }) { return wait }
        guard let text = headers.values(of: "retry-after").first else { return nil }
        if let wait = seconds(text, of: 1) { return wait }
        guard let date = HTTPDate.parse(text, now: now) else { return nil }
        let wait = max(date - now, .zero)
        return wait > .seconds(longest) ? nil : wait
    }

    /// A plain decimal number; no signs, exponents, hexadecimal or names such as "nan", which `Double` would take.
    private static func seconds(_ text: String, of unit: Double) -> Duration? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }),
            let number = Double(text), number * unit <= longest
        else { return nil }
        return .milliseconds(Int64((number * unit * 1000).rounded(.up)))
    }
}
