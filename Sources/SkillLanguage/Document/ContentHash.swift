import Crypto
package import JSON

/// SHA-256 in hexadecimal: the identity of documents and inputs.
package enum ContentHash {
    /// Of the compact canonical form (keys sorted by code point), so that layout and key order do not count.
    package static func of(_ json: JSON) -> String { of(json.bytes(.canonical)) }

    package static func of(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in SHA256.hash(data: bytes) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
