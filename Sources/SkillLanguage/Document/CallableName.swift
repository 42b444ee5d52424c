/// What a `call` step names: a built-in callable, another skill with the versions accepted, or a tool of an MCP server.
package enum CallableName: Sendable, Hashable, CustomStringConvertible {
    case builtin(String)
    case skill(name: String, range: VersionRange)
    case tool(server: String, name: String)

    /// The built-in callables of the language.
    package static let builtins = [
        "http", "llm", "agent", "human", "wait", "event", "emit", "echo", "runs.query", "memory.get", "memory.put",
        "skills.get", "skills.shadow", "skills.tune", "skills.propose", "cases.list", "cases.get",
    ]

    /// Nil when the text has none of the three forms, or names no built-in.
    package init?(_ text: String) {
        if text.hasPrefix("skill:") {
            let parts = text.dropFirst(6).split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, let range = VersionRange(String(parts[1])), SkillName.isValid(String(parts[0])) else { return nil }
            self = .skill(name: String(parts[0]), range: range)
        } else if text.hasPrefix("mcp:") {
            let parts = text.dropFirst(4).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
            self = .tool(server: String(parts[0]), name: String(parts[1]))
        } else if Self.builtins.contains(text) {
            self = .builtin(text)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .builtin(let name): name
        case .skill(let name, let range): "skill:\(name)@\(range)"
        case .tool(let server, let name): "mcp:\(server)/\(name)"
        }
    }
}

/// The rule for skill names: short enough that `skill_` + name fits a model's limit of 64 characters for function names.
package enum SkillName {
    package static func isValid(_ text: String) -> Bool { isIdentifier(text, most: 48) }
}

/// The rule for step ids, `as` names, branches and vars.
package enum StepID {
    package static func isValid(_ text: String) -> Bool { isIdentifier(text, most: 32) }
    /// Names that expressions already give a meaning to.
    package static let reserved: Set<String> = [
        "input", "config", "vars", "steps", "secrets", "services", "run", "index", "iteration", "prev", "out", "error", "usage", "tools", "last",
        "true", "false", "null", "in",
    ]
}

private func isIdentifier(_ text: String, most: Int) -> Bool {
    guard let first = text.utf8.first, (97...122).contains(first), text.utf8.count <= most else { return false }
    return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
}
