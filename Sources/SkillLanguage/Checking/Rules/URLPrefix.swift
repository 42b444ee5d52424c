import JSON

/// The part of a url that is written out: where it leads, as permits name places, and how its path starts.
struct URLPrefix {
    /// `https://host[:port]` or `service:name`, in lower case.
    let origin: String
    let path: String
    /// Nothing of the path is left to an expression.
    let isWhole: Bool

    /// Nil when the origin is left to an expression, or is none.
    init?(_ template: Template) {
        var text = "", isWhole = true
        switch template {
        case .literal(let json): text = json.string ?? ""
        case .value(let formula):
            guard let service = Self.service(formula) else { return nil }
            text = "service:\(service)"
        case .text(let pieces):
            for (index, piece) in pieces.enumerated() {
                switch piece {
                case .text(let part):
                    if isWhole { text += part }
                case .value(let formula):
                    if index == 0, let service = Self.service(formula) { text = "service:\(service)" } else { isWhole = false }
                }
            }
        default: return nil
        }
        guard let start = ["https://", "http://", "service:"].first(where: text.hasPrefix) else { return nil }
        let rest = text.dropFirst(start.utf8.count)
        guard let end = rest.firstIndex(where: { "/?#".contains($0) }) ?? (isWhole ? rest.endIndex : nil), end > rest.startIndex else { return nil }
        origin = (start + rest[..<end]).lowercased()
        let tail = rest[end...]
        let query = tail.firstIndex { "?#".contains($0) }
        let path = tail[..<(query ?? tail.endIndex)]
        self.path = path.isEmpty ? "/" : String(path)
        self.isWhole = isWhole || query != nil
    }

    private static func service(_ formula: Formula) -> String? {
        let named = formula.servicesNamed
        return named.count == 1 && formula.source == "services.\(named[0])" ? named[0] : nil
    }

    /// Whether a path that starts like this one can match the pattern.
    func mayMatch(_ pattern: String) -> Bool {
        if isWhole { return Glob.matches(pattern, path) }
        // A star that the prefix reaches takes all that may follow.
        let literal = pattern.prefix { $0 != "*" }
        return literal.hasPrefix(path) || (literal.utf8.count < pattern.utf8.count && path.hasPrefix(literal))
    }
}
