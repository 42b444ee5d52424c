/// The settings of Goose: YAML, changed as text, so that everything else stays as it is, comments too.
struct GooseFile {
    private var lines: [Substring]

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The file with the entry among its extensions, in the place of the one of this name if there is one. Nil where the extensions are
    /// written in another form than Goose writes them.
    ///
    /// - Parameter entry: its lines, the first with its name, without indentation; those below it by two spaces.
    func with(_ entry: [String], named name: String) -> String? {
        var lines = lines
        while lines.last?.isEmpty == true { lines.removeLast() }
        let keys = lines.indices.filter { lines[$0].hasPrefix("extensions:") }
        guard keys.count <= 1, !lines.contains(where: { $0.drop { $0 == " " }.hasPrefix("\t") }) else { return nil }
        guard let key = keys.first else { return text(lines + ["extensions:"] + entry.map { "  " + $0 }) }
        guard lines[key].dropFirst("extensions:".count).allSatisfy({ $0 == " " }) else { return nil }
        let body = lines.indices.suffix(from: key + 1).prefix { Self.isBlank(lines[$0]) || Self.indentation(lines[$0]) > 0 }
        let entries = body.filter { !Self.isBlank(lines[$0]) }
        let indentation = entries.first.map { Self.indentation(lines[$0]) } ?? 2
        guard entries.allSatisfy({ Self.indentation(lines[$0]) >= indentation }) else { return nil }
        let new = entry.map { Substring(String(repeating: " ", count: indentation) + $0) }
        let heads = entries.filter { Self.indentation(lines[$0]) == indentation }
        let olds = heads.filter { ["\(name):", "\"\(name)\":", "'\(name)':"].contains(String(lines[$0].drop { $0 == " " }).trimmingEnd) }
        guard let old = olds.first else {
            // Some other form of the same name could be anything.
            guard olds.isEmpty, !heads.contains(where: { lines[$0].drop { $0 == " " }.hasPrefix("\(name):") }) else { return nil }
            lines.insert(contentsOf: new, at: (entries.last ?? key) + 1)
            return text(lines)
        }
        let end = entries.first { $0 > old && Self.indentation(lines[$0]) <= indentation } ?? (entries.last ?? old) + 1
        lines.replaceSubrange(old..<end, with: new)
        return text(lines)
    }

    private func text(_ lines: [some StringProtocol]) -> String { lines.map { $0 + "\n" }.joined() }

    private static func indentation(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }

    /// Comments are blank, too.
    private static func isBlank(_ line: Substring) -> Bool { line.drop { $0 == " " }.first.map { $0 == "#" } ?? true }
}

extension String {
    fileprivate var trimmingEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
