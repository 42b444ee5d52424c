/// A text with the form of an IANA zone name in a place: `Area/City` or `Area/Region/City`, each part capitalised.
///
/// The form alone keeps a name inside the zone directory: no part can be empty, `.` or `..`, and `posix/` and `right/` are out.
struct ZoneName: Sendable, Hashable {
    let text: String

    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy(Self.isPart) else { return nil }
        self.text = text
    }

    private static func isPart(_ part: Substring.UTF8View) -> Bool {
        part.first?.isUppercaseLetter ?? false && part.allSatisfy { $0.isLetter || $0.isDigit || "_+-".utf8.contains($0) }
    }

    /// Whether a text is `+02:00`, `-3`, `UTC+2`, `GMT-03:30` and the like.
    static func isOffset(_ text: String) -> Bool {
        var rest = Substring(text.uppercased())
        for prefix in ["UTC", "GMT"] where rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
        guard let sign = rest.first, sign == "+" || sign == "-", rest.count > 1 else { return false }
        return rest.dropFirst().utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ":") }
    }

    /// What to write instead of an abbreviation or a single-word name that zone files still carry; nil for any other text.
    static func replacements(for legacy: String) -> [String]? {
        legacyNames[legacy.uppercased()]
    }
}
