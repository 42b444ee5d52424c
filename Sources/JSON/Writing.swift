extension JSON {
    /// The ways to write a value.
    package enum Form: Sendable {
        /// For the wire: no spaces, keys in their order. Doubles stay doubles (`1.0`), so that reading gives the same value kind by kind.
        case compact
        /// For hashing: equal values give equal bytes. No spaces, keys sorted by code point, fewest escapes, numbers as ECMAScript
        /// writes them (RFC 8785), but integers in 64 bits exactly. A double beyond 64 bits is written without an exponent up to 10^21;
        /// to read that back takes `roundLargeIntegers`.
        case canonical
        /// For people: two spaces of indentation, keys in their order, no newline at the end.
        case pretty
    }

    /// The value as UTF-8. A double that is not finite, which the parser never makes, is written as null.
    package func bytes(_ form: Form) -> [UInt8] {
        var writer = Writer(form)
        writer.write(self)
        return writer.bytes
    }

    package func text(_ form: Form) -> String { String(decoding: bytes(form), as: UTF8.self) }
}

extension JSON: CustomStringConvertible {
    /// The compact text.
    package var description: String { text(.compact) }
}
