/// A number as coefficient times a power of ten, the coefficient without zeros at its end. Of a double it is the shortest decimal that
/// reads back as that double: what people meant when they wrote `0.1`.
struct Decimal {
    let negative: Bool
    let coefficient: UInt64
    let exponent: Int

    init(_ int: Int64) { self.init(negative: int < 0, coefficient: int.magnitude, exponent: 0) }

    /// `double` is finite.
    init(_ double: Double) {
        var coefficient: UInt64 = 0
        var exponent = 0
        let parts = double.magnitude.description.utf8.split(separator: UInt8(ascii: "e"))
        var fractional = false
        for byte in parts[0] {
            if byte == UInt8(ascii: ".") {
                fractional = true
            } else {
                coefficient = coefficient * 10 + UInt64(byte - UInt8(ascii: "0"))
                if fractional { exponent -= 1 }
            }
        }
        if parts.count > 1, let power = Int(String(decoding: parts[1], as: UTF8.self)) { exponent += power }
        self.init(negative: double.sign == .minus, coefficient: coefficient, exponent: exponent)
    }

    private init(negative: Bool, coefficient: UInt64, exponent: Int) {
        var coefficient = coefficient
        var exponent = coefficient == 0 ? 0 : exponent
        while coefficient > 0, coefficient % 10 == 0 {
            coefficient /= 10
            exponent += 1
        }
        self.negative = negative
        self.coefficient = coefficient
        self.exponent = exponent
    }

    /// True when the number is `divisor`, which is not zero, times an integer. Exact: no rounding on the way.
    func isMultiple(of divisor: Decimal) -> Bool {
        if coefficient == 0 { return true }
        // The coefficient does not end in zero, so a divisor with the larger power of ten cannot go into it.
        guard exponent >= divisor.exponent else { return false }
        var rest = coefficient % divisor.coefficient
        for _ in divisor.exponent..<exponent where rest != 0 { rest = Self.timesTen(rest, modulo: divisor.coefficient) }
        return rest == 0
    }

    private static func timesTen(_ value: UInt64, modulo: UInt64) -> UInt64 {
        modulo.dividingFullWidth(value.multipliedFullWidth(by: 10)).remainder
    }

    /// As ECMAScript's `Number::toString` writes it.
    var ecmaScript: String {
        let digits = String(coefficient)
        let point = digits.count + exponent
        let sign = negative && coefficient != 0 ? "-" : ""
        let zeros = { (count: Int) in String(repeating: "0", count: count) }
        if exponent >= 0, point <= 21 { return sign + digits + zeros(exponent) }
        if point > 0, point <= 21 { return sign + digits.prefix(point) + "." + digits.suffix(digits.count - point) }
        if point > -6, point <= 0 { return sign + "0." + zeros(-point) + digits }
        let power = (point > 0 ? "e+" : "e-") + String((point - 1).magnitude)
        return sign + digits.prefix(1) + (digits.count == 1 ? "" : "." + digits.dropFirst()) + power
    }
}

extension JSON {
    /// A number as it would be written.
    var decimal: Decimal? {
        switch self {
        case .int(let int): Decimal(int)
        case .double(let double): Decimal(double)
        default: nil
        }
    }
}
