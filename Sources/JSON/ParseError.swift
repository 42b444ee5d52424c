/// A place in a text.
package struct Position: Sendable, Hashable {
    /// In bytes, from 0.
    package let offset: Int
    /// From 1. A line ends with LF, CR LF or CR.
    package let line: Int
    /// In characters as a person counts them, from 1.
    package let column: Int

    /// The place of a byte; bytes that are not UTF-8 count as one character each.
    package init(offset: Int, in bytes: UnsafeRawBufferPointer) {
        let offset = min(offset, bytes.count)
        var line = 1
        var lineStart = 0
        for index in 0..<offset {
            let endsLine = bytes[index] == 0x0A || bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
            if endsLine {
                line += 1
                lineStart = index + 1
            }
        }
        self.offset = offset
        self.line = line
        column = String(decoding: bytes[lineStart..<offset], as: UTF8.self).count + 1
    }
}

extension Position: CustomStringConvertible {
    package var description: String { "line \(line), column \(column)" }
}

extension JSON {
    /// Why a text is not JSON, and where.
    package struct ParseError: Error, Hashable {
        package enum Reason: Sendable, Hashable {
            /// What the grammar allows at this place, and the character that is there; nil at the end of the text.
            case expected(String, found: Character?)
            case byteOrderMark
            case notUTF8
            case controlCharacter(UInt8)
            case badEscape
            case loneSurrogate
            case leadingZero
            case integerTooLarge
            case numberTooLarge
            case duplicateKey(String)
            case tooDeep(limit: Int)
            case tooLong(limit: Int)
        }

        package let reason: Reason
        package let position: Position

        package init(reason: Reason, position: Position) {
            self.reason = reason
            self.position = position
        }

        package var message: String {
            switch reason {
            case .expected(let what, let found?): "expected \(what), found \(String(found).debugDescription)"
            case .expected(let what, nil): "expected \(what), but the text ends"
            case .byteOrderMark: "the text starts with a byte order mark; save it as UTF-8 without one"
            case .notUTF8: "the text is not valid UTF-8"
            case .controlCharacter(let byte):
                "control character \(byte) in a string; write it as an escape such as \\n or \\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
            case .badEscape: "unknown escape; known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits"
            case .loneSurrogate: "\\u escape of half a surrogate pair"
            case .leadingZero: "a number must not start with zeros"
            case .integerTooLarge: "integer beyond 64 bits; write it as a string or with an exponent"
            case .numberTooLarge: "number beyond the range of a double"
            case .duplicateKey(let key): "duplicate key \(key.debugDescription)"
            case .tooDeep(let limit): "nested more than \(limit) levels deep"
            case .tooLong(let limit): "the text is longer than \(limit) bytes"
            }
        }
    }
}

extension JSON.ParseError: CustomStringConvertible {
    package var description: String { "\(position): \(message)" }
}
