import CivilTime
import JSON
import Store

/// The query of a request. Names are checked at once, each value as it is read; an empty value counts as not given.
///
/// Escapes are decoded; a `+` stays a `+`, so that a time such as `2026-11-21T13:00:00+01:00` needs none.
struct Query: Sendable {
    private let values: [String: String]

    init(_ text: String?, known: [String]) throws(Refusal) {
        var values: [String: String] = [:]
        for part in (text ?? "").split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(sides[0]), let value = Self.decoded(sides.count > 1 ? sides[1] : "") else {
                throw Refusal(.badRequest, "invalid_query", "\"\(part)\" in the query is not percent-encoded UTF-8")
            }
            guard known.contains(name) else { throw .unknownName(name, "query parameter", known: known, code: "unknown_parameter") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Refusal(.badRequest, "invalid_query", "the query names \"\(name)\" twice")
            }
        }
        self.values = values.filter { !$0.value.isEmpty }
    }

    func text(_ name: String) -> String? { values[name] }

    func whole(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Self.refusal(name, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func flag(_ name: String) throws(Refusal) -> Bool {
        switch values[name] {
        case nil, "false": return false
        case "true": return true
        case let text?: throw Self.refusal(name, text, "true or false")
        }
    }

    func instant(_ name: String) throws(Refusal) -> Instant? {
        guard let text = values[name] else { return nil }
        do {
            return try Instant(rfc3339: text)
        } catch {
            throw Self.refusal(name, text, "a time such as 2026-11-21T12:00:00Z")
        }
    }

    /// Words of a closed vocabulary with commas between them; empty when none is given.
    func words<Word: RawRepresentable<String> & CaseIterable & Hashable>(_ name: String, of vocabulary: Word.Type) throws(Refusal) -> Set<Word> {
        var words: Set<Word> = []
        for text in (values[name] ?? "").split(separator: ",") {
            guard let word = Word(rawValue: String(text)) else {
                throw Self.refusal(name, String(text), "one or more of \(vocabulary.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            words.insert(word)
        }
        return words
    }

    /// One word of a closed vocabulary.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String, of vocabulary: Word.Type) throws(Refusal) -> Word? {
        guard let text = values[name] else { return nil }
        guard let word = Word(rawValue: text) else {
            throw Self.refusal(name, text, "one of \(vocabulary.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    /// US dollars, as millionths of one, rounded up.
    func microdollars(_ name: String) throws(Refusal) -> Int? {
        guard let text = values[name] else { return nil }
        guard let dollars = Double(text), dollars > 0, dollars <= 1e9 else { throw Self.refusal(name, text, "US dollars above 0, such as 0.25") }
        return max(1, Int((dollars * 1_000_000).rounded(.up)))
    }

    /// Where a list goes on.
    func cursor() throws -> Cursor? { try values["cursor"].map { text in try Cursor(text) } }

    static func refusal(_ name: String, _ text: String, _ wanted: String) -> Refusal {
        Refusal(.badRequest, "invalid_parameter", "\"\(name)\" must be \(wanted), not \"\(text)\"")
    }

    /// RFC 3986, section 2.1; nil for an incomplete escape and for what is not UTF-8.
    static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Refusal {
    /// A name that is not known where it stands, with what it most likely means.
    static func unknownName(_ name: String, _ kind: String, known: [String], code: String) -> Refusal {
        let near = JSON.nearest(to: name, among: known).map { "; did you mean \"\($0)\"?" }
        let all = known.isEmpty ? "; none is taken here" : "; known are \(known.joined(separator: ", "))"
        return Refusal(.badRequest, code, "unknown \(kind) \"\(name)\"" + (near ?? all))
    }
}
