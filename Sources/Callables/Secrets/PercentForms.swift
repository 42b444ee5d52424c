/// A text as parts of URLs carry it (RFC 3986, section 2.1).
enum PercentForms {
    /// What encoders leave as it is beside letters and digits: all that need not be encoded; a form's fields (the WHATWG URL standard);
    /// JavaScript's `encodeURIComponent` and `encodeURI`; nothing, as some write every byte.
    private static let plain = ["-._~", "-._*", "-._~!*'()", "-._~!*'();/?:@&=+$,#"].map { Set($0.utf8) }

    /// In upper and lower case of the escapes, with `+` for a blank, and once more encoded.
    static func all(of bytes: [UInt8]) -> Set<String> {
        var forms: Set = [encoded(bytes) { _ in false }]
        for plain in plain { forms.insert(encoded(bytes) { plain.contains($0) || isAlphanumeric($0) }) }
        forms.formUnion(forms.map(lowerCaseEscapes))
        forms.formUnion(forms.map { $0.replacing("%20", with: "+") })
        forms.formUnion(forms.map { $0.replacing("%", with: "%25") })
        return forms
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static func encoded(_ bytes: [UInt8], leaving isPlain: (UInt8) -> Bool) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let text = bytes.flatMap { isPlain($0) ? [$0] : [UInt8(ascii: "%"), digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    private static func lowerCaseEscapes(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for index in bytes.indices.dropLast(2) where bytes[index] == UInt8(ascii: "%") {
            for digit in index + 1...index + 2 where (65...70).contains(bytes[digit]) { bytes[digit] |= 0x20 }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
