/// Amounts as people read them.
package enum Amounts {
    /// `1,234,567`.
    package static func count(_ number: Int64) -> String {
        var digits = Array(String(number.magnitude))
        for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
        return (number < 0 ? "-" : "") + String(digits)
    }

    /// `3 calls`, `1 call`.
    package static func count(_ number: Int64, _ noun: String) -> String { "\(count(number)) \(noun)\(number == 1 ? "" : "s")" }

    /// US dollars: `$12.30` from one dollar on, up to `$0.0123` below, `<$0.0001` for what is smaller; empty for nothing.
    package static func money(_ dollars: Double) -> String {
        guard dollars > 0, dollars < 1e12 else { return "" }
        if dollars >= 0.99995 {
            let cents = Int64((dollars * 100).rounded())
            return "$\(count(cents / 100)).\(twoDigits(cents % 100))"
        }
        let parts = Int64((dollars * 10_000).rounded())
        if parts == 0 { return "<$0.0001" }
        let fine = twoDigits(parts % 100)
        return "$0.\(twoDigits(parts / 100))" + (fine == "00" ? "" : fine.hasSuffix("0") ? String(fine.dropLast()) : fine)
    }

    static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
