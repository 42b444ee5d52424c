#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Doubles as text.
enum DoubleText {
    /// The shortest text that reads back as the same number, without `.0` on integral ones: `5`, `0.1`, `6.02214e+23`, `NaN`, `-Infinity`.
    static func shortest(_ number: Double) -> String {
        if let special = special(number) { return special }
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// `[-]ddd.ddd` with `precision` digits after the point, halves to even.
    static func fixed(_ number: Double, precision: Int) -> String { special(number) ?? format("%.*f", number, precision) }

    /// `[-]d.ddde±dd` with `precision` digits after the point.
    static func scientific(_ number: Double, precision: Int) -> String { special(number) ?? format("%.*e", number, precision) }

    private static func special(_ number: Double) -> String? {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return nil
    }

    private static func format(_ form: String, _ number: Double, _ precision: Int) -> String {
        // 309 digits before the point at most, sign, point, exponent and end mark.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: precision + 330) { buffer in
            let length = withVaList([Int32(precision), number]) { vsnprintf(buffer.baseAddress, buffer.count, form, $0) }
            return String(decoding: buffer.prefix(max(0, Int(length))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
