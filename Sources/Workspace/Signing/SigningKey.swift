import Crypto

/// The Ed25519 key with which the commits of a workspace are signed.
package struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    /// Stands behind the key in its files.
    private static let comment = "ratchet"
    private static let kind = "ssh-ed25519"
    private static let fileLabel = "OPENSSH PRIVATE KEY"
    private static let fileMagic = Array("openssh-key-v1".utf8) + [0]

    /// - Parameter seed: 32 random bytes; nil for any other count.
    package init?(seed: [UInt8]) {
        guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
        self.key = key
    }

    private var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    private var publicBlob: [UInt8] {
        var writer = WireWriter()
        writer.string(Self.kind)
        writer.string(publicKey)
        return writer.bytes
    }

    /// `ssh-ed25519 AAAA...`, as in authorized keys and allowed signers.
    package var publicLine: String { "\(Self.kind) \(Armour.base64(publicBlob))" }

    /// A line of git's allowed signers: whose signatures of commits are good.
    package var allowedSigner: String { "ratchet@localhost namespaces=\"git\" \(publicLine)\n" }

    /// A signature in the SSHSIG format (OpenSSH's PROTOCOL.sshsig), armoured; what `gpg.format=ssh` has git check.
    package func sign(_ message: [UInt8], namespace: String = "git") throws -> String {
        var signed = WireWriter(Array("SSHSIG".utf8))
        for part in [Array(namespace.utf8), [], Array("sha512".utf8), Array(SHA512.hash(data: message))] { signed.string(part) }
        var signature = WireWriter()
        signature.string(Self.kind)
        signature.string(Array(try key.signature(for: signed.bytes)))
        var blob = WireWriter(Array("SSHSIG".utf8))
        blob.number(1)
        for part in [publicBlob, Array(namespace.utf8), [], Array("sha512".utf8), signature.bytes] { blob.string(part) }
        return Armour.wrap(blob.bytes, as: "SSH SIGNATURE")
    }

    /// Whether an armoured signature is this key's over the message.
    package func verifies(_ signature: String, of message: [UInt8], namespace: String = "git") -> Bool {
        guard let blob = Armour.unwrap(Array(signature.utf8), label: "SSH SIGNATURE") else { return false }
        var reader = WireReader(blob)
        guard reader.raw(6) == Array("SSHSIG".utf8), reader.number() == 1, reader.string() == publicBlob,
            reader.string() == Array(namespace.utf8), reader.string() == [], reader.string() == Array("sha512".utf8), let inner = reader.string()
        else { return false }
        var parts = WireReader(inner)
        guard parts.string() == Array(Self.kind.utf8), let raw = parts.string() else { return false }
        var signed = WireWriter(Array("SSHSIG".utf8))
        for part in [Array(namespace.utf8), [], Array("sha512".utf8), Array(SHA512.hash(data: message))] { signed.string(part) }
        return key.publicKey.isValidSignature(raw, for: signed.bytes)
    }
}

/// The key as a file that stock OpenSSH reads (PROTOCOL.key), without a passphrase.
extension SigningKey {
    package var file: String {
        var secret = WireWriter()
        // The same number twice; with a passphrase it would show that the right one was used.
        for _ in 0..<2 { secret.raw(Array(publicKey.prefix(4))) }
        secret.string(Self.kind)
        secret.string(publicKey)
        secret.string(Array(key.rawRepresentation) + publicKey)
        secret.string(Self.comment)
        for pad in 1...8 where secret.bytes.count % 8 != 0 { secret.raw([UInt8(pad)]) }
        var writer = WireWriter(Self.fileMagic)
        for text in ["none", "none", ""] { writer.string(text) }
        writer.number(1)
        writer.string(publicBlob)
        writer.string(secret.bytes)
        return Armour.wrap(writer.bytes, as: Self.fileLabel)
    }

    /// Nil unless the file holds one Ed25519 key without a passphrase.
    package init?(file: [UInt8]) {
        guard let bytes = Armour.unwrap(file, label: Self.fileLabel) else { return nil }
        var reader = WireReader(bytes)
        let none = Array("none".utf8)
        guard reader.raw(Self.fileMagic.count) == Self.fileMagic, reader.string() == none, reader.string() == none, reader.string() == [],
            reader.number() == 1, reader.string() != nil, let section = reader.string()
        else { return nil }
        var secret = WireReader(section)
        guard let check = secret.number(), secret.number() == check, secret.string() == Array(Self.kind.utf8), let known = secret.string(),
            let pair = secret.string(), pair.count == 64, let key = SigningKey(seed: Array(pair.prefix(32))), key.publicKey == known
        else { return nil }
        self = key
    }
}
