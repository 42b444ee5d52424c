/// Header fields in the order they are sent or came in, names compared without regard to ASCII case.
package struct Headers: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    package private(set) var fields: [Field] = []

    package init() {}

    package init(_ fields: some Sequence<(String, String)>) {
        for (name, value) in fields { append(name, value) }
    }

    /// Adds a field after those there are, whether or not one has that name.
    package mutating func append(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

    /// Replaces all fields of that name; nil removes them. Reads all their values, joined with ", " (RFC 9110 5.3).
    package subscript(_ name: String) -> String? {
        get {
            let values = values(of: name)
            return values.isEmpty ? nil : values.joined(separator: ", ")
        }
        set {
            let key = name.lowercased()
            fields.removeAll { $0.name.lowercased() == key }
            if let newValue { append(name, newValue) }
        }
    }

    package func values(of name: String) -> [String] {
        let key = name.lowercased()
        return fields.filter { $0.name.lowercased() == key }.map(\.value)
    }

    /// The values by lower-case name, repeated ones joined with ", ".
    package var dictionary: [String: String] {
        Dictionary(fields.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" }
    }

    /// The fields whose lower-case name passes.
    func keeping(_ isKept: (String) -> Bool) -> Headers {
        var kept = self
        kept.fields.removeAll { !isKept($0.name.lowercased()) }
        return kept
    }
}

extension Headers: ExpressibleByDictionaryLiteral {
    /// Keeps order and repeated names.
    package init(dictionaryLiteral fields: (String, String)...) { self.init(fields) }
}
