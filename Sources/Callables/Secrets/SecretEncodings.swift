import JSON

/// The forms in which software commonly hands a text on.
enum SecretEncodings {
    /// All forms of a secret worth looking for: itself, percent-encoded (either case, and as forms do it), as part of a JSON
    /// string, in both base64 alphabets, alone or inside something longer that was encoded.
    static func all(of secret: String) -> Set<String> {
        let bytes = Array(secret.utf8)
        let percent = percentEncoded(bytes)
        let escaped = String(JSON.string(secret).text(.compact).dropFirst().dropLast())
        var forms: Set = [
            secret, percent, lowerCaseEscapes(percent), percent.replacing("%20", with: "+"), escaped, escaped.replacing("/", with: "\\/"),
        ]
        for alphabet in [Base64.standard, Base64.urlSafe] {
            let alone = Base64.encode(bytes, alphabet)
            forms.insert(alone)
            forms.insert(String(alone.prefix { $0 != "=" }))
            for offset in 0..<3 { forms.formUnion(inner(bytes, after: offset, alphabet)) }
        }
        return forms
    }

    /// The characters of an encoding that depend on the secret alone when `offset` (modulo 3) bytes stand before it and
    /// anything after. None when they are too few to tell the secret from chance.
    private static func inner(_ bytes: [UInt8], after offset: Int, _ alphabet: [UInt8]) -> [String] {
        let text = Base64.encode([UInt8](repeating: 0, count: offset) + bytes, alphabet)
        let first = (offset * 8 + 5) / 6, end = (offset + bytes.count) * 8 / 6
        guard end - first >= 8 else { return [] }
        return [String(text.dropFirst(first).prefix(end - first))]
    }

    private static func percentEncoded(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                result.append(byte)
            case _ where "-._~".utf8.contains(byte): result.append(byte)
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func lowerCaseEscapes(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "%") {
            for digit in index + 1...index + 2 where bytes[digit] >= UInt8(ascii: "A") { bytes[digit] |= 0x20 }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// RFC 4648, sections 4 and 5.
enum Base64 {
    private static let alphanumeric = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    static let standard = alphanumeric + Array("+/".utf8)
    static let urlSafe = alphanumeric + Array("-_".utf8)

    /// With padding.
    static func encode(_ bytes: [UInt8], _ alphabet: [UInt8]) -> String {
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                result.append(place <= group.count ? alphabet[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
