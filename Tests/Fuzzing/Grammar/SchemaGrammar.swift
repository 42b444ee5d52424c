package import JSON

/// Writes random JSON Schemas and values for them.
package struct SchemaGrammar {
    package var dice: Dice

    package init(_ dice: Dice) { self.dice = dice }

    package mutating func schema(_ depth: Int = 4) -> JSON {
        if depth <= 0 || dice.chance(8) {
            return dice.pick([true, false, ["type": "string"], ["type": "number"], ["$ref": "#"], ["$ref": "#/$defs/a"], [:]])
        }
        var object = JSON.Object()
        for _ in 0...dice.roll(3) { add(to: &object, depth - 1) }
        return .object(object)
    }

    private mutating func add(to object: inout JSON.Object, _ depth: Int) {
        let key = dice.pick(Self.keywords)
        switch key {
        case "type": object[key] = dice.pick(["string", "object", "array", ["integer", "null"], "number", "boolean", "strange"])
        case "properties", "patternProperties", "$defs", "dependentSchemas": object[key] = ["a": schema(depth), "b+": schema(depth)]
        case "allOf", "anyOf", "oneOf", "prefixItems": object[key] = .array((0...dice.roll(2)).map { _ in schema(depth) })
        case "required": object[key] = dice.pick([["a"], ["a", "b"], [], "a"])
        case "enum": object[key] = .array((0..<dice.roll(4)).map { _ in value(2) })
        case "const", "default": object[key] = value(3)
        case "pattern": object[key] = dice.pick(["^a+$", "(a*)*b", "[", "\\d{3}"])
        case "$ref": object[key] = dice.pick(["#", "#/$defs/a", "#/properties/a", "#nope", "https://example.org/x", "#/allOf/0"])
        case "uniqueItems": object[key] = true
        case "minimum", "maximum", "multipleOf", "exclusiveMinimum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxContains":
            object[key] = dice.pick(Words.numbers)
        default: object[key] = schema(depth)
        }
    }

    package mutating func value(_ depth: Int = 4) -> JSON {
        switch dice.roll(depth > 0 ? 8 : 5) {
        case 0: return dice.pick([.null, true, false])
        case 1, 2: return dice.pick(Words.numbers)
        case 3, 4: return .string(dice.pick(Words.texts))
        case 5: return .array((0..<dice.roll(5)).map { _ in value(depth - 1) })
        default:
            var object = JSON.Object()
            for _ in 0..<dice.roll(4) { object[dice.pick("a", "b", "bb", "c", "id")] = value(depth - 1) }
            return .object(object)
        }
    }

    private static let keywords = [
        "type", "properties", "patternProperties", "$defs", "dependentSchemas", "allOf", "anyOf", "oneOf", "prefixItems", "required", "enum", "const",
        "default", "pattern", "$ref", "uniqueItems", "minimum", "maximum", "multipleOf", "exclusiveMinimum", "minLength", "maxLength", "minItems",
        "maxItems", "minProperties", "maxContains", "items", "contains", "not", "if", "then", "else", "additionalProperties", "propertyNames",
        "unevaluatedProperties",
    ]
}
