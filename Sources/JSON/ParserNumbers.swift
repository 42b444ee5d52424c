extension Parser {
    /// The number at the cursor: integers and short decimals by hand, the rest by the standard library, which rounds correctly.
    mutating func number() throws(Failure) -> JSON {
        let start = at
        let negative = peek() == UInt8(ascii: "-")
        if negative { at += 1 }
        var mantissa: UInt64 = 0
        let integerStart = at
        try digits(into: &mantissa)
        let integerDigits = at - integerStart
        if integerDigits > 1, bytes[integerStart] == UInt8(ascii: "0") { throw Failure(.leadingZero, at: integerStart) }

        var exponent = 0
        var significant = integerDigits
        let fractional = peek() == UInt8(ascii: ".")
        if fractional {
            at += 1
            let fractionStart = at
            try digits(into: &mantissa)
            exponent = fractionStart - at
            significant -= exponent
        }
        let scientific = peek() | 0x20 == UInt8(ascii: "e")
        if scientific { exponent += try exponentPart() }

        if !fractional, !scientific { return try integer(mantissa, digits: integerDigits, negative: negative, start) }
        // Both the mantissa and the power of ten are exact, so one operation rounds once (Clinger's fast path).
        if significant <= 19, mantissa <= 1 << 53, exponent.magnitude <= 22 {
            let power = Self.powersOfTen[Int(exponent.magnitude)]
            let magnitude = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
            return .double(negative ? -magnitude : magnitude)
        }
        return .double(try double(from: start))
    }

    /// Wraps around when there are too many digits; the caller counts them.
    private mutating func digits(into mantissa: inout UInt64) throws(Failure) {
        let start = at
        while at < bytes.count {
            let digit = bytes[at] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            at += 1
        }
        if at == start { throw unexpected(wanted: "a digit") }
    }

    private mutating func exponentPart() throws(Failure) -> Int {
        at += 1
        let sign = peek()
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { at += 1 }
        let start = at
        var value: UInt64 = 0
        try digits(into: &value)
        let magnitude = at - start > 18 ? 1_000_000_000 : Int(min(value, 1_000_000_000))
        return sign == UInt8(ascii: "-") ? -magnitude : magnitude
    }

    private func integer(_ magnitude: UInt64, digits: Int, negative: Bool, _ start: Int) throws(Failure) -> JSON {
        if digits <= 19 {
            if negative, magnitude == 0 { return .double(-0.0) }
            if !negative, magnitude <= Int64.max.magnitude { return .int(Int64(magnitude)) }
            if negative, magnitude <= Int64.min.magnitude { return .int(Int64(truncatingIfNeeded: 0 &- magnitude)) }
        }
        switch numbers {
        case .exact: throw Failure(.integerTooLarge, at: start)
        case .roundLargeIntegers: return .double(try double(from: start))
        }
    }

    private func double(from start: Int) throws(Failure) -> Double {
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw Failure(.numberTooLarge, at: start) }
        return value
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
}
