/// Where the signing key lies: beside the owner's token, in the user's configuration folder.
package struct SigningKeyFile: Sendable {
    package let path: String

    package init(tokens: TokenFiles) { path = Files.parent(of: tokens.owner) + "/signing.key" }

    /// The key, made when there is none, with its public half in `signing.key.pub`. Only the user can read it.
    /// - Parameter random: 32 bytes.
    package func load(random: () -> [UInt8]) throws -> SigningKey {
        if let bytes = try Files.read(path) {
            guard let key = SigningKey(file: bytes) else { throw SigningKeyUnusable(path: path) }
            return key
        }
        guard let key = SigningKey(seed: random()) else { throw SigningKeyUnusable(path: path) }
        try Files.write(path, Array(key.file.utf8), mode: 0o600)
        try Files.write(path + ".pub", Array("\(key.publicLine) ratchet\n".utf8))
        return key
    }
}

/// A signing key that cannot be read. It is never replaced: earlier commits are checked against it.
package struct SigningKeyUnusable: Error, CustomStringConvertible {
    package let path: String
    package var description: String {
        "\(path) holds no Ed25519 key without a passphrase; put the right key back, or move the file away and a new key is made at the next start"
    }
}
