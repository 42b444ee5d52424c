/// Why a text is not an expression, where, and how to repair it.
package struct ParseError: Error, Sendable, Hashable {
    package let message: String
    /// One line that says what to write instead; nil when there is nothing better than the message.
    package let hint: String?
    /// In UTF-8 bytes from the start of the source.
    package let offset: Int
    /// From 1.
    package let line: Int
    /// In code points, from 1.
    package let column: Int

    init(_ fault: Fault, in source: String) {
        message = fault.message
        hint = fault.hint
        offset = min(fault.offset, source.utf8.count)
        let before = source.utf8.prefix(offset)
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { before.index(after: $0) } ?? before.startIndex
        // Every byte that does not continue a code point starts one.
        column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    }
}

extension ParseError: CustomStringConvertible {
    package var description: String { "\(line):\(column): \(message)" + (hint.map { " (\($0))" } ?? "") }
}

/// A parse error before its line and column are known.
struct Fault: Error, Equatable {
    var message: String
    var hint: String?
    var offset: Int

    init(_ message: String, hint: String? = nil, at offset: Int) {
        self.message = message
        self.hint = hint
        self.offset = offset
    }
}
