/// The keywords of draft 2020-12, in the order they are checked: the type first, for the plainest message, what depends on others last.
enum Keyword: String, CaseIterable, Sendable {
    case type, const, `enum`
    case multipleOf, minimum, exclusiveMinimum, maximum, exclusiveMaximum
    case minLength, maxLength, pattern
    case minItems, maxItems, prefixItems, items, contains, uniqueItems
    case minProperties, maxProperties, propertyNames, properties, required, dependentRequired
    case reference = "$ref"
    case allOf, anyOf, oneOf, not, `if`, dependentSchemas
    case unevaluatedProperties

    // Read together with those above.
    case patternProperties, additionalProperties, then, `else`, minContains, maxContains

    // Identifiers and places for subschemas.
    case identifier = "$id"
    case anchor = "$anchor"
    case definitions = "$defs"

    // Annotations.
    case schema = "$schema"
    case vocabulary = "$vocabulary"
    case comment = "$comment"
    case title, description, `default`, examples, deprecated, readOnly, writeOnly, format, contentEncoding, contentMediaType, contentSchema

    // Not supported.
    case dynamicReference = "$dynamicRef"
    case dynamicAnchor = "$dynamicAnchor"
    case unevaluatedItems

    var isSupported: Bool {
        switch self {
        case .dynamicReference, .dynamicAnchor, .unevaluatedItems: false
        default: true
        }
    }

    /// What somebody who wrote `name` probably meant: what replaced it since earlier drafts, or the known keyword spelt most like it.
    static func nearest(to name: String) -> String? {
        switch name {
        case "definitions": "$defs"
        case "id": "$id"
        case "ref": "$ref"
        case "additionalItems": "items"
        case "dependencies": "dependentRequired"
        case "nullable", "optional": "type"
        case "values": "enum"
        default: JSON.nearest(to: name, among: allCases.filter(\.isSupported).map(\.rawValue))
        }
    }
}
