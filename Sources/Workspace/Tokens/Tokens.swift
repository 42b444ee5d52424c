import SkillLanguage

/// What a token may do (see the table in `docs/architecture.md`).
package enum Scope: String, Sendable, CaseIterable {
    case agent, viewer, `operator`, reviewer, admin

    /// Whether a holder of this scope may do what `needed` may. Agents stand aside: they read and propose, and operate nothing.
    package func includes(_ needed: Scope) -> Bool {
        self == .agent ? needed == .agent || needed == .viewer : rank >= needed.rank
    }

    /// What a token of this scope may ask for in a minute, unless it was made with another rate: enough for what holders of the scope do,
    /// and little enough that one gone wild leaves the server to the others.
    package var requestsPerMinute: Int {
        switch self {
        case .agent, .viewer, .reviewer: 3000
        case .operator: 6000
        case .admin: 60_000
        }
    }

    private var rank: Int {
        switch self {
        case .agent: 0
        case .viewer: 1
        case .operator: 2
        case .reviewer: 3
        case .admin: 4
        }
    }
}

/// A bearer token: 32 random bytes as text. Only its hash is compared, in constant time.
package struct Token: Sendable {
    package let text: String

    /// - Parameter random: 32 bytes.
    package init(random: [UInt8]) {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        var bits = 0, held = 0
        var letters: [UInt8] = []
        for byte in random {
            held = held << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                letters.append(alphabet[held >> (bits - 5) & 31])
                bits -= 5
            }
            held &= (1 << bits) - 1
        }
        text = "rt_" + String(decoding: letters, as: UTF8.self)
    }

    package init?(file bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        guard text.hasPrefix("rt_"), text.utf8.count >= 40 else { return nil }
        self.text = text
    }

    package var hash: String { ContentHash.of(Array(text.utf8)) }

    /// Names the token where it may not be shown.
    package var id: String { "tok_" + hash.prefix(12) }
}

/// Where tokens lie: the owner's in the user's configuration folder, the agent's in the workspace.
package struct TokenFiles: Sendable {
    package let owner: String
    package let agent: String

    /// - Parameter environment: `RATCHET_CONFIG_DIR`, `XDG_CONFIG_HOME` and `HOME` are looked at, in this order.
    package init(workspace: WorkspaceLayout, environment: [String: String]) {
        let folder =
            environment["RATCHET_CONFIG_DIR"] ?? environment["XDG_CONFIG_HOME"].map { $0 + "/ratchet" } ?? (environment["HOME"] ?? "") + "/.config/ratchet"
        owner = folder + "/owner.token"
        agent = workspace.agentToken
    }

    /// Both tokens, made when they are missing. Only the user can read the files.
    package func load(random: () -> [UInt8]) throws(FileError) -> (owner: Token, agent: Token) {
        (try Self.token(owner, random), try Self.token(agent, random))
    }

    package static func existing(_ path: String) throws(FileError) -> Token? { try Files.read(path).flatMap(Token.init(file:)) }

    private static func token(_ path: String, _ random: () -> [UInt8]) throws(FileError) -> Token {
        if let token = try existing(path) { return token }
        let token = Token(random: random())
        try Files.write(path, Array((token.text + "\n").utf8), mode: 0o600)
        return token
    }
}
