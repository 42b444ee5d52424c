/// Expressions as the display form has them. What is no expression is left as it is written, for the findings to be about.
enum ExpressionText {
    /// A condition: without `${` and `}` around it, raw newlines in its quoted strings as escapes.
    static func condition(_ text: String) -> String {
        if let pieces = try? TemplateScanner.pieces(of: text), pieces.count == 1, case .expression(let inner) = pieces[0] {
            let bare = trimmed(inner)
            return isExpression(bare) ? escapingNewlines(bare) : text
        }
        return escapingNewlines(text)
    }

    /// Every string in a template: raw newlines in the quoted strings of its expressions as escapes.
    static func template(_ value: Written) -> Written {
        switch value {
        case .string(let text): .string(template(text))
        case .array(let items): .array(items.map(template))
        case .object(let members): .object(members.map { Written.Member(key: $0.key, value: template($0.value)) })
        case .plain: value
        }
    }

    private static func template(_ text: String) -> String {
        guard text.utf8.contains(where: isNewline), let pieces = try? TemplateScanner.pieces(of: text) else { return text }
        return pieces.map { piece in
            switch piece {
            case .text(let text): TemplateScanner.source(ofText: text)
            case .expression(let source): "${" + escapingNewlines(source) + "}"
            }
        }.joined()
    }

    /// A raw newline is one line feed to the language, however it is written: LF, CR LF or CR. Raw strings know no escapes and three
    /// quotes allow newlines, so both keep theirs.
    private static func escapingNewlines(_ source: String) -> String {
        let bytes = Array(source.utf8)
        guard bytes.contains(where: isNewline), isExpression(source) else { return source }
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            let start = at
            if bytes[at...].starts(with: "//".utf8) {
                at = bytes[at...].firstIndex(where: isNewline) ?? bytes.count
            } else if let quoted = TemplateScanner.quoted(bytes, at: at) {
                at = quoted.end + 1
                if !quoted.isRaw, !quoted.isTriple {
                    result += escaped(bytes[start..<at])
                    continue
                }
            } else {
                at += 1
            }
            result += bytes[start..<at]
        }
        let escaped = String(decoding: result, as: UTF8.self)
        // Escapes are longer, and an expression has a longest length.
        return isExpression(escaped) ? escaped : source
    }

    private static func escaped(_ string: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for (place, byte) in zip(string.indices, string) {
            if byte == 10, place > string.startIndex, string[place - 1] == 13 { continue }
            if isNewline(byte) { result += "\\n".utf8 } else { result.append(byte) }
        }
        return result
    }

    private static func trimmed(_ source: String) -> String {
        let isBlank = { (byte: UInt8) in [9, 10, 12, 13, 32].contains(byte) }
        let bytes = source.utf8.drop(while: isBlank)
        return String(decoding: bytes.reversed().drop(while: isBlank).reversed(), as: UTF8.self)
    }

    private static func isExpression(_ text: String) -> Bool { (try? Formula(text)) != nil }

    private static func isNewline(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
}
