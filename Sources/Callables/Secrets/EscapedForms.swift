import JSON

/// A text as it stands inside a JSON string (RFC 8259, section 7), a JSON string inside another, or HTML.
enum EscapedForms {
    static func all(of text: String) -> Set<String> {
        var forms: Set<String> = []
        for escaped in [json(text), ascii(text, upperCase: false), ascii(text, upperCase: true), markupSafe(text)] {
            forms.formUnion([escaped, escaped.replacing("/", with: "\\/"), json(escaped)])
        }
        for quote in ["&quot;", "&#34;"] {
            for apostrophe in ["'", "&#39;", "&#x27;"] { forms.insert(html(text, quote: quote, apostrophe: apostrophe)) }
        }
        return forms
    }

    private static func json(_ text: String) -> String { String(JSON.string(text).text(.compact).dropFirst().dropLast()) }

    /// With escapes for all that is not ASCII, as many libraries write by themselves.
    private static func ascii(_ text: String, upperCase: Bool) -> String {
        json(text).utf16.map { $0 < 128 ? String(UnicodeScalar(UInt8($0))) : escape($0, upperCase: upperCase) }.joined()
    }

    /// With escapes for what means something in HTML.
    private static func markupSafe(_ text: String) -> String {
        json(text).unicodeScalars.map { "<>&'".unicodeScalars.contains($0) ? escape(UInt16($0.value), upperCase: false) : String($0) }.joined()
    }

    private static func escape(_ unit: UInt16, upperCase: Bool) -> String {
        let digits = String(unit, radix: 16, uppercase: upperCase)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static func html(_ text: String, quote: String, apostrophe: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: quote)
            .replacing("'", with: apostrophe)
    }
}
