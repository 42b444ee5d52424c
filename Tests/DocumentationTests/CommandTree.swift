/// The commands as the sources declare them: each with the names of its subcommands, empty for one that does something itself.
struct CommandTree {
    let subcommands: [String: [String]]

    init(sources: [Page]) throws {
        var names: [String: String] = [:]
        var children: [String: [String]] = [:]
        var roots: [String] = []
        for source in sources {
            for part in source.text.split(separator: "\nstruct ") {
                guard let type = part.prefixMatch(of: /([A-Za-z]+): AsyncParsableCommand/)?.1 else { continue }
                names[String(type)] = part.firstMatch(of: /commandName: "([a-z]+)"/).map { String($0.1) } ?? type.lowercased()
                children[String(type)] = part.firstMatch(of: /subcommands: \[([^\]]*)\]/).map { Self.types($0.1) }
            }
            if ["/Ratchet.swift", "/ClientCommands.swift", "/LanguageCommands.swift"].contains(where: source.path.hasSuffix) { roots += Self.types(source.text[...]) }
        }
        var subcommands: [String: [String]] = [:]
        for type in roots {
            if let name = names[type] { subcommands[name] = (children[type] ?? []).compactMap { names[$0] } }
        }
        self.subcommands = subcommands
    }

    private static func types(_ text: Substring) -> [String] { text.matches(of: /([A-Za-z]+)\.self/).map { String($0.1) } }

    /// Every command that does something, as one types it.
    var leaves: [String] {
        subcommands.flatMap { name, below in below.isEmpty ? ["ratchet \(name)"] : below.map { "ratchet \(name) \($0)" } }.sorted()
    }

    /// Whether these words, which follow `ratchet`, begin with a command.
    func knows(_ words: [Substring]) -> Bool {
        guard let first = words.first.map(String.init) else { return true }
        if first == "help" { return knows(Array(words.dropFirst())) }
        guard let below = subcommands[first] else { return false }
        return below.isEmpty || words.count < 2 || below.contains(String(words[1]))
    }
}
