import Git

/// The decision that a commit says it follows, by its trailer `Ratchet-Policy`.
enum LandedDecision: Equatable {
    case founding
    case adoption
    case rollback
    /// By so many people.
    case approval(count: Int)
    /// By the policy alone.
    case policy

    /// Nil for words that no release writes.
    init?(_ message: CommitMessage) {
        guard let text = message.trailer("Ratchet-Policy") else { return nil }
        if text == "init" {
            self = .founding
        } else if text.hasPrefix("adopted ") {
            self = .adoption
        } else if text.hasPrefix("rollback ") {
            self = .rollback
        } else if text.hasPrefix("policy ") {
            self = .policy
        } else if text.hasPrefix("approvals="), let count = Int(text.dropFirst("approvals=".count).prefix { $0.isNumber }) {
            self = .approval(count: count)
        } else {
            return nil
        }
    }

    /// Whether there is a proposal for it without fail.
    var needsProposal: Bool {
        switch self {
        case .approval, .policy: true
        case .founding, .adoption, .rollback: false
        }
    }
}

extension CommitMessage {
    /// All values of a trailer, in order.
    func trailers(_ key: String) -> [String] { trailers.filter { $0.key.lowercased() == key.lowercased() }.map(\.value) }

    /// `greet 1.2.0 9f2c…` for each version that the commit says it brings.
    var versionsBrought: [String] {
        var names: [String] = [], found: [String] = []
        for trailer in trailers {
            switch trailer.key {
            case "Ratchet-Skill", "Ratchet-Loop": names.append(trailer.value)
            case "Ratchet-Version": if let name = names.popLast() { found.append("\(name) \(trailer.value)") }
            default: break
            }
        }
        return found.sorted()
    }
}
