import JSON

/// The forms in which services hand a text back. Written apart from the product's own, so that a mistake there is not made here too.
enum Disguise {
    static func all(of text: String) -> [(name: String, text: String)] {
        let bytes = Array(text.utf8)
        let base64 = base64(bytes)
        let escaped = escaped(text, asciiOnly: false)
        return [
            ("plain", text), ("lower", text.lowercased()), ("upper", text.uppercased()), ("percent", percent(bytes)),
            ("percent_lower", percent(bytes).lowercasedEscapes),
            ("form", percent(bytes).replacing("%20", with: "+")), ("percent_twice", percent(bytes).replacing("%", with: "%25")),
            ("every_byte", bytes.map { "%" + hex([$0]) }.joined()), ("hex", hex(bytes)), ("hex_upper", hex(bytes).uppercased()), ("base64", base64),
            ("base64_url", base64.replacing("+", with: "-").replacing("/", with: "_")), ("base64_bare", base64.replacing("=", with: "")),
            ("json", escaped), ("json_slashes", escaped.replacing("/", with: "\\/")), ("json_ascii", Self.escaped(text, asciiOnly: true)),
            ("json_in_json", Self.escaped(escaped, asciiOnly: false)),
            ("html", text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")),
        ]
    }

    /// What base64 leaves of a text somewhere inside a longer one: the characters that are the same whatever stands around.
    static func insideBase64(of text: String) -> [String] {
        (0..<3).map { offset in
            let encoded = base64([UInt8](repeating: 0x61, count: offset) + Array(text.utf8) + [0x61, 0x61, 0x61])
            let first = (offset * 8 + 5) / 6, end = (offset + text.utf8.count) * 8 / 6
            return String(encoded.dropFirst(first).prefix(end - first))
        }
    }

    static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let (a, b, c) = (
                Int(bytes[start]), start + 1 < bytes.count ? Int(bytes[start + 1]) : 0, start + 2 < bytes.count ? Int(bytes[start + 2]) : 0
            )
            text.append(alphabet[a >> 2])
            text.append(alphabet[(a & 3) << 4 | b >> 4])
            text.append(start + 1 < bytes.count ? alphabet[(b & 15) << 2 | c >> 6] : "=")
            text.append(start + 2 < bytes.count ? alphabet[c & 63] : "=")
        }
        return text
    }

    static func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    private static func percent(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let letter = Character(UnicodeScalar(byte))
            return byte < 128 && (letter.isLetter || letter.isNumber || "-._~".contains(letter)) ? String(letter) : "%" + hex([byte]).uppercased()
        }.joined()
    }

    private static func escaped(_ text: String, asciiOnly: Bool) -> String {
        text.utf16.map { unit in
            switch unit {
            case 0x22: "\\\""
            case 0x5C: "\\\\"
            case 0x80... where asciiOnly: "\\u" + hex([UInt8(unit >> 8), UInt8(unit & 255)])
            default: String(decoding: [unit], as: UTF16.self)
            }
        }.joined()
    }
}

extension String {
    fileprivate var lowercasedEscapes: String {
        var text = "", isEscape = 0
        for letter in self {
            text += isEscape > 0 ? letter.lowercased() : String(letter)
            isEscape = letter == "%" ? 2 : max(0, isEscape - 1)
        }
        return text
    }
}
