import JSON

/// E42: texts that look like keys. A key in a skill is a key in a repository, for ever.
enum KeyLiterals {
    /// Looks at everything but the tests, whose keys are made up.
    static func check(_ document: JSON, _ log: FindingLog) {
        for (key, value) in document.object ?? [:] where key != "tests" { visit(value, "/" + escape(key), header: nil, log) }
    }

    private static func visit(_ json: JSON, _ pointer: String, header: String?, _ log: FindingLog) {
        switch json {
        case .string(let text):
            guard looksLikeKey(text) || header.map({ isSecretHeader($0) && carriesToken(text) }) == true else { return }
            let hint = "declare it in \"secrets\" and write ${secrets.NAME}; then revoke this key"
            log.add(Finding("E42", pointer, "the text looks like a key", hint: hint))
        case .array(let items):
            for (i, item) in items.enumerated() { visit(item, "\(pointer)/\(i)", header: header, log) }
        case .object(let object):
            for (key, value) in object { visit(value, pointer + "/" + escape(key), header: key, log) }
        default: break
        }
    }

    /// How keys of well-known services start, and how many more characters follow at least.
    private static let starts: [(text: [UInt8], more: Int)] = [
        ("sk-", 16), ("ghp_", 20), ("gho_", 20), ("ghs_", 20), ("github_pat_", 20), ("glpat-", 16), ("xoxb-", 10), ("xoxp-", 10), ("AKIA", 16),
        ("AIza", 30), ("-----BEGIN ", 0),
    ].map { (Array($0.utf8), $1) }

    /// Looks at the beginning of every word, byte by byte: every text of every skill is looked at.
    private static func looksLikeKey(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var isInWord = false
        for i in bytes.indices {
            defer { isInWord = isWordByte(bytes[i]) }
            guard !isInWord, let start = starts.first(where: { $0.text[0] == bytes[i] && bytes[i...].starts(with: $0.text) }) else { continue }
            if bytes[(i + start.text.count)...].prefix(while: isTokenByte).count >= start.more { return true }
        }
        return false
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        byte < 0x80 && (isWordByte(byte) || [UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: ".")].contains(byte))
    }

    private static func isSecretHeader(_ name: String) -> Bool {
        ["authorization", "proxy-authorization", "x-api-key", "api-key", "x-auth-token", "cookie"].contains(name.lowercased())
    }

    /// A long word of letters and digits, as no sentence has.
    private static func carriesToken(_ text: String) -> Bool {
        text.split(whereSeparator: { !isTokenCharacter($0) }).contains { word in
            word.count >= 16 && word.contains(where: \.isNumber) && word.contains(where: \.isLetter)
        }
    }

    private static func isTokenCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-_+/=.".contains(character))
    }
}
