import JSON

/// The forms in which software commonly hands a text on.
enum SecretEncodings {
    /// All forms of a secret worth looking for: itself, in one case throughout (names of headers), percent-encoded, as part of a JSON
    /// string or of HTML, in hexadecimal, and in both base64 alphabets, alone or inside something longer that was encoded.
    static func all(of secret: String) -> Set<String> {
        let bytes = Array(secret.utf8)
        var forms: Set = [secret]
        forms.formUnion(PercentForms.all(of: bytes))
        forms.formUnion(EscapedForms.all(of: secret))
        if bytes.count >= 4 {
            let digits = hexadecimal(bytes)
            forms.formUnion([digits, digits.uppercased()])
        }
        if bytes.count >= 8 { forms.formUnion([secret.lowercased(), secret.uppercased()]) }
        for alphabet in [Base64.standard, Base64.urlSafe] {
            let alone = Base64.encode(bytes, alphabet)
            forms.formUnion([alone, String(alone.prefix { $0 != "=" })])
            forms.formUnion(PercentForms.all(of: Array(alone.utf8)))
            for offset in 0..<3 { forms.formUnion(inner(bytes, after: offset, alphabet)) }
        }
        return forms
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The characters of an encoding that depend on the secret alone when `offset` (modulo 3) bytes stand before it and
    /// anything after. None when they are too few to tell the secret from chance.
    private static func inner(_ bytes: [UInt8], after offset: Int, _ alphabet: [UInt8]) -> [String] {
        let text = Base64.encode([UInt8](repeating: 0, count: offset) + bytes, alphabet)
        let first = (offset * 8 + 5) / 6, end = (offset + bytes.count) * 8 / 6
        guard end - first >= 8 else { return [] }
        return [String(text.dropFirst(first).prefix(end - first))]
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
