import JSON

/// The fields of a body: a JSON object, or nothing. Names are checked at once, each value as it is read; null counts as not given.
struct Fields: Sendable {
    private let object: JSON.Object

    static let none = Fields(object: [:])

    private init(object: JSON.Object) { self.object = object }

    init(_ bytes: [UInt8], known: [String]) throws(Refusal) {
        guard !bytes.isEmpty else {
            self = .none
            return
        }
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            let place: JSON = ["line": .count(error.position.line), "column": .count(error.position.column), "message": .string(error.message)]
            throw Refusal(.badRequest, "invalid_json", "the body is not JSON: \(error)", findings: [place])
        }
        guard let object = json.object else { throw Refusal(.badRequest, "invalid_body", "the body must be a JSON object") }
        for name in object.keys where !known.contains(name) { throw .unknownName(name, "field", known: known, code: "unknown_field") }
        self.init(object: object)
    }

    func value(_ name: String) -> JSON? { object[name].flatMap { $0.isNull ? nil : $0 } }

    func text(_ name: String, upTo most: Int = 1000) throws(Refusal) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string, !text.isEmpty, text.utf8.count <= most else {
            throw Self.refusal(name, "must be a string of 1 to \(most) bytes")
        }
        return text
    }

    func required(_ name: String) throws(Refusal) -> String {
        guard let text = try text(name) else { throw Self.refusal(name, "is missing") }
        return text
    }

    func whole(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.int.flatMap({ Int(exactly: $0) }), range.contains(number) else {
            throw Self.refusal(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func flag(_ name: String) throws(Refusal) -> Bool {
        guard let value = value(name) else { return false }
        guard let flag = value.bool else { throw Self.refusal(name, "must be true or false") }
        return flag
    }

    /// A word of a closed vocabulary.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String, of vocabulary: Word.Type) throws(Refusal) -> Word? {
        guard let value = value(name) else { return nil }
        guard let word = value.string.flatMap(Word.init) else {
            throw Self.refusal(name, "must be one of \(vocabulary.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    static func refusal(_ name: String, _ problem: String) -> Refusal {
        Refusal(
            .badRequest, "invalid_field", "\"\(name)\" \(problem)", findings: [Refusal.finding("invalid_field", "/\(name)", "\(problem)")])
    }
}
