package import JSON

/// One field of a form that a person fills in: a property of the flat schema that a `human` call gives as its `response`.
package struct FormField: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case text, whole, number, flag
        case choice([JSON])
        /// Anything else is written as JSON.
        case document
    }

    package let name: String
    package let kind: Kind
    package let isRequired: Bool
    package let standard: JSON?
    package let note: String?

    /// The fields in the order of the schema; nil for a schema that is not one of an object with properties.
    package static func fields(of response: JSON?) -> [FormField]? {
        guard let properties = response?["properties"]?.object else { return nil }
        let required = Set((response?["required"]?.array ?? []).compactMap(\.string))
        return properties.map { name, schema in FormField(name, schema, isRequired: required.contains(name)) }
    }

    init(_ name: String, _ schema: JSON, isRequired: Bool) {
        self.name = name
        self.isRequired = isRequired
        standard = schema["default"]
        note = schema["description"]?.string ?? schema["title"]?.string
        if let choices = schema["enum"]?.array {
            kind = .choice(choices)
        } else {
            switch schema["type"]?.string {
            case "string": kind = .text
            case "integer": kind = .whole
            case "number": kind = .number
            case "boolean": kind = .flag
            default: kind = .document
            }
        }
    }

    /// What may be left empty: the form has a value for it, or does without.
    package var mayBeEmpty: Bool { !isRequired || standard != nil }

    /// `approve (yes or no)`, with what it is about and what an empty answer means.
    package var label: String {
        let about = note.map { "\($0)\n" } ?? ""
        let standing = standard.map { ", empty for \(Self.shown($0))" } ?? (isRequired ? "" : ", may be empty")
        return (about + "\(name) (\(kind.description)\(standing))").harmlessText
    }

    /// What a text means in this field.
    package func value(of text: String) throws(FormError) -> JSON {
        switch kind {
        case .text: return .string(text)
        case .whole:
            guard let number = Int64(text) else { throw FormError(field: name, wanted: kind.description, text: text) }
            return .int(number)
        case .number, .document:
            guard let value = try? JSON(parsing: Array(text.utf8)), kind == .document || value.double != nil else {
                throw FormError(field: name, wanted: kind.description, text: text)
            }
            return value
        case .flag:
            switch text.lowercased() {
            case "yes", "y", "true": return true
            case "no", "n", "false": return false
            default: throw FormError(field: name, wanted: kind.description, text: text)
            }
        case .choice(let choices):
            guard let choice = choices.first(where: { Self.shown($0) == text }) else {
                throw FormError(field: name, wanted: kind.description, text: text)
            }
            return choice
        }
    }

    fileprivate static func shown(_ value: JSON) -> String { value.string ?? value.text(.compact) }
}

extension FormField.Kind: CustomStringConvertible {
    package var description: String {
        switch self {
        case .text: "a text"
        case .whole: "a whole number"
        case .number: "a number"
        case .flag: "yes or no"
        case .choice(let choices): "one of " + choices.map(FormField.shown).joined(separator: ", ")
        case .document: "JSON"
        }
    }
}

/// A text that does not fit its field.
package struct FormError: Error, Sendable, Hashable, CustomStringConvertible {
    package let field: String
    package let wanted: String
    package let text: String

    package var description: String { "\(field) is \(wanted), not \"\(text)\"".harmlessLine }
}
