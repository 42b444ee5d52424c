/// The keys in force: the first seals, each of them opens. They lie beside the owner's token, in the user's configuration folder, or are
/// given in the environment as `RATCHET_SEALING_KEY`; texts of keys, with blanks or commas between them.
package struct SealingKeys: Sendable {
    package static let variable = "RATCHET_SEALING_KEY"

    /// The file; nil when the environment gives the keys.
    private let path: String?
    private(set) var keys: [SealingKey]

    /// - Throws: `SecretError.unusableKey` for a text that holds anything but keys. It is not repeated in the error.
    package init(tokens: TokenFiles, environment: [String: String]) throws {
        if let text = environment[Self.variable], !text.isEmpty {
            path = nil
            keys = try Self.read(text, from: "the environment variable " + Self.variable)
        } else {
            let path = Files.parent(of: tokens.owner) + "/sealing.key"
            self.path = path
            keys = try Files.read(path).map { try Self.read(String(decoding: $0, as: UTF8.self), from: path) } ?? []
        }
    }

    private static func read(_ text: String, from place: String) throws(SecretError) -> [SealingKey] {
        var keys: [SealingKey] = []
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            guard let key = SealingKey(text: word) else { throw .unusableKey(place: place) }
            keys.append(key)
        }
        if keys.isEmpty { throw .unusableKey(place: place) }
        return keys
    }

    subscript(id: String) -> SealingKey? { keys.first { $0.id == id } }

    /// What to seal with. Makes the file with the first key in it when there is none; only the user can read it.
    /// - Parameter random: gives as many bytes as are asked for.
    mutating func sealing(random: (Int) -> [UInt8]) throws -> SealingKey {
        if let key = keys.first { return key }
        return try add(random: random)
    }

    /// Puts a new key before the others, which go on opening.
    /// - Returns: the key that seals from now on: the environment's first, which no program replaces, or the new one.
    mutating func add(random: (Int) -> [UInt8]) throws -> SealingKey {
        if path == nil, let given = keys.first { return given }
        guard let key = SealingKey(bytes: random(SealingKey.keyBytes)) else { throw SecretError.cannotSeal(name: "a new key") }
        try keep([key] + keys)
        return key
    }

    /// Forgets all keys but the one that seals. Those in the environment are left to whoever sets it.
    mutating func forgetOlder() throws {
        if path != nil, keys.count > 1 { try keep(Array(keys.prefix(1))) }
    }

    private mutating func keep(_ keys: [SealingKey]) throws {
        if let path { try Files.write(path, Array((keys.map(\.text).joined(separator: "\n") + "\n").utf8), mode: 0o600) }
        self.keys = keys
    }
}
