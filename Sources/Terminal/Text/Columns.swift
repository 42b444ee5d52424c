/// How text lies in the columns of a terminal.
extension String {
    /// The columns a terminal gives the text: 2 for East Asian wide characters and most emoji, 0 for combining marks.
    package var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The text in at most `width` columns; what is cut off shows as `…`.
    package func cut(to width: Int) -> String {
        guard columns > width else { return self }
        var result = ""
        var used = 1
        for character in self {
            used += character.columns
            if used > width { break }
            result.append(character)
        }
        return width > 0 ? result + "…" : ""
    }

    /// The text with spaces up to `width` columns, behind it or, for numbers, before it.
    package func filled(to width: Int, atEnd isRight: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - columns))
        return isRight ? blanks + self : self + blanks
    }

    /// Lines of at most `width` columns, broken at spaces; a longer word is broken where it must.
    package func wrapped(to width: Int) -> [String] {
        split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            var lines: [String] = []
            var current = ""
            for word in line.split(separator: " ") {
                for piece in String(word).pieces(of: max(width, 1)) {
                    if !current.isEmpty, current.columns + 1 + piece.columns > width {
                        lines.append(current)
                        current = ""
                    }
                    current += current.isEmpty ? piece : " " + piece
                }
            }
            return lines + [current]
        }
    }

    private func pieces(of width: Int) -> [String] {
        guard columns > width else { return [self] }
        var pieces = [""]
        for character in self {
            if pieces[pieces.count - 1].columns + character.columns > width, !pieces[pieces.count - 1].isEmpty { pieces.append("") }
            pieces[pieces.count - 1].append(character)
        }
        return pieces
    }
}

extension Character {
    /// That of its widest scalar, since the others join or modify it; 2 where a selector asks for the picture form.
    fileprivate var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.isASCII { return 1 }
        if unicodeScalars.contains("\u{FE0F}") { return 2 }
        return unicodeScalars.reduce(0) { max($0, $1.columns) }
    }
}

extension Unicode.Scalar {
    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: 0
        default: Self.wide.contains { $0.contains(value) } ? 2 : 1
        }
    }

    /// The blocks of Unicode's East Asian Width classes W and F, and the pictures.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
