/// A line `Key: value` at the end of a commit message, as `git interpret-trailers` reads it.
package struct Trailer: Sendable, Hashable {
    package let key: String
    package let value: String

    /// Refuses a key that is not letters, digits and dashes, and a value that would not read back: one that is empty, has a line break or
    /// another control character, or space at an end.
    package init(_ key: String, _ value: String) throws(GitError) {
        guard Self.isKey(key) else { throw .invalid("the trailer key \"\(key)\"", reason: "a key is letters, digits and dashes") }
        guard !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }), !value.isEmpty,
            Substring(value).trimmed.utf8.count == value.utf8.count
        else { throw .invalid("the value of the trailer \(key)", reason: "it is empty, or has a control character, or space at an end") }
        (self.key, self.value) = (key, value)
    }

    private init(parsed key: Substring, _ value: Substring) { (self.key, self.value) = (String(key), String(value)) }

    package var line: String { "\(key): \(value)" }

    /// The trailers of a paragraph; empty unless every line of it is one, or continues the one before by starting with a space. (Git itself
    /// is laxer about paragraphs that it wrote some line of.)
    /// A value that was folded over several lines reads as one line.
    static func parse(_ paragraph: some Collection<Substring>) -> [Trailer] {
        var found: [Trailer] = []
        for line in paragraph {
            if let first = line.first, first == " " || first == "\t" {
                guard let last = found.popLast() else { return [] }
                found.append(Trailer(parsed: last.key[...], (last.value + " " + line.trimmed)[...].trimmed))
            } else {
                guard let colon = line.utf8.firstIndex(of: 58) else { return [] }
                let key = line[..<colon].trimmed
                guard isKey(key) else { return [] }
                found.append(Trailer(parsed: key, line[line.utf8.index(after: colon)...].trimmed))
            }
        }
        return found
    }

    /// Whether git might take the line for a trailer; in a paragraph with `Signed-off-by:` or the like it puts up with other lines.
    static func looksLikeOne(_ line: Substring) -> Bool { !parse([line]).isEmpty || line.hasPrefix("(cherry picked from commit ") }

    private static func isKey(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 }
    }
}

extension Substring {
    /// Without ASCII white space, which is all that git takes for white space, at its end.
    var trimmedAtEnd: Substring { utf8.lastIndex { !$0.isSpace }.map { Substring(utf8[...$0]) } ?? "" }
    /// Without it at both ends.
    var trimmed: Substring { Substring(utf8.drop { $0.isSpace }).trimmedAtEnd }
}

extension UInt8 {
    var isSpace: Bool { self == 32 || (9...13).contains(self) }
}
