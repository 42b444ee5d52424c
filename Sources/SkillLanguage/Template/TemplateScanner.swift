/// Splits a template string into text and `${...}` expressions. The closing brace is found by lexing CEL's strings and braces,
/// so `${'}'}` and `${ {'a': 1} }` are whole.
enum TemplateScanner {
    enum Piece: Equatable {
        case text(String)
        case expression(String)
    }

    static func pieces(of source: String) throws(Formula.Malformed) -> [Piece] {
        let bytes = Array(source.utf8)
        var pieces: [Piece] = []
        var text: [UInt8] = []
        var i = 0
        while i < bytes.count {
            if bytes[i...].starts(with: "$${".utf8) {
                text += Array("${".utf8)
                i += 3
            } else if bytes[i...].starts(with: "${".utf8) {
                guard let end = close(bytes, from: i + 2) else {
                    throw Formula.Malformed(message: "\"${\" at character \(i + 1) is never closed", hint: "close it with }, or write $${ for a literal ${")
                }
                if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
                text = []
                pieces.append(.expression(String(decoding: bytes[(i + 2)..<end], as: UTF8.self)))
                i = end + 1
            } else {
                text.append(bytes[i])
                i += 1
            }
        }
        if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
        return pieces
    }

    /// A text as a template has it: with `$${` for every `${` in it.
    static func source(ofText text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "$") { bytes.append(UInt8(ascii: "$")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The position of the brace that closes the expression.
    private static func close(_ bytes: [UInt8], from start: Int) -> Int? {
        var depth = 0
        var i = start
        while i < bytes.count {
            switch bytes[i] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                if depth == 0 { return i }
                depth -= 1
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                guard let quoted = quoted(bytes, at: i) else { return nil }
                i = quoted.end
            case UInt8(ascii: "`"):
                guard let end = bytes[(i + 1)...].firstIndex(of: UInt8(ascii: "`")) else { return nil }
                i = end
            default: break
            }
            i += 1
        }
        return nil
    }

    /// A string literal of the expression language.
    struct Quoted {
        /// Without escapes.
        let isRaw: Bool
        let isTriple: Bool
        /// The position of its last quote.
        let end: Int
    }

    /// The string literal whose first quote is at `start`; nil when there is no quote, or none that ends it.
    static func quoted(_ bytes: [UInt8], at start: Int) -> Quoted? {
        let quote = bytes[start]
        guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        let prefix = start > 0 ? bytes[start - 1] : 0
        let before = start > 1 ? bytes[start - 2] : 0
        let isRaw =
            prefix | 32 == UInt8(ascii: "r") && !isLetter(before, except: "b") || prefix | 32 == UInt8(ascii: "b") && before | 32 == UInt8(ascii: "r")
        let isTriple = bytes[start...].starts(with: [quote, quote, quote])
        var i = start + (isTriple ? 3 : 1)
        while i < bytes.count {
            if bytes[i] == UInt8(ascii: "\\"), !isRaw {
                i += 2
            } else if isTriple ? bytes[i...].starts(with: [quote, quote, quote]) : bytes[i] == quote {
                return Quoted(isRaw: isRaw, isTriple: isTriple, end: isTriple ? i + 2 : i)
            } else {
                i += 1
            }
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8, except allowed: Unicode.Scalar) -> Bool {
        let lower = byte | 32
        return ((97...122).contains(lower) || (48...57).contains(byte) || byte == 95) && lower != UInt8(ascii: allowed)
    }
}
