import Crypto
import SkillLanguage

/// A key under which secrets are sealed: AES-256 in Galois/Counter Mode (NIST SP 800-38D).
package struct SealingKey: Sendable {
    private let bytes: [UInt8]
    /// Names the key where it may not be shown. It is part of a hash and tells nothing of the key.
    package let id: String

    static let keyBytes = 32
    static let nonceBytes = 12

    /// - Parameter bytes: 32 random ones; nil for any other count.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.keyBytes else { return nil }
        self.bytes = bytes
        id = "key_" + ContentHash.of(Array("ratchet sealing key ".utf8) + bytes).prefix(12)
    }

    /// - Parameter text: 64 hexadecimal digits, as in the key's file; nil for anything else.
    package init?(text: some StringProtocol) {
        var bytes: [UInt8] = []
        var digits = text.utf8.makeIterator()
        while let high = digits.next() {
            guard let low = digits.next(), let upper = Self.value(high), let lower = Self.value(low) else { return nil }
            bytes.append(upper << 4 | lower)
        }
        self.init(bytes: bytes)
    }

    package var text: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private var symmetric: SymmetricKey { SymmetricKey(data: bytes) }

    /// The name is sealed with the value, so what was sealed for one name opens for no other.
    private static func context(_ name: String) -> [UInt8] { Array("ratchet secret 1 \(name)".utf8) }

    /// Nonce, ciphertext and tag.
    /// - Parameter nonce: 12 bytes that are never used again with this key.
    func seal(_ value: String, as name: String, nonce: [UInt8]) throws(SecretError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(Array(value.utf8), using: symmetric, nonce: AES.GCM.Nonce(data: nonce), authenticating: Self.context(name))
            return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .cannotSeal(name: name)
        }
    }

    /// Nil for what was sealed with another key, for another name, or was changed since.
    func open(_ sealed: [UInt8], as name: String) -> String? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
        return (try? AES.GCM.open(box, using: symmetric, authenticating: Self.context(name))).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
