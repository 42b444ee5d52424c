import JSON
import Testing

@Suite struct SchemaFuzzTests {
    static let keywords = [
        "type", "const", "enum", "multipleOf", "minimum", "maximum", "minLength", "pattern", "items", "prefixItems", "contains", "minContains",
        "uniqueItems",
        "required", "properties", "patternProperties", "additionalProperties", "propertyNames", "dependentRequired", "dependentSchemas", "allOf",
        "anyOf",
        "oneOf", "not", "if", "then", "else", "$ref", "$defs", "unevaluatedProperties", "$anchor", "$id",
    ]
    static let scalars: [JSON] = [
        "string", "integer", "object", "^a", "(", 0, 1, 2.5, -1, true, false, nil, [], [:], "#", "#/$defs/a", "a", ["a"], ["a", "b"],
    ]

    private func schema(_ dice: inout Dice, depth: Int) -> JSON {
        if depth == 0 { return dice.roll(4) == 0 ? .bool(dice.roll(2) == 0) : ["type": dice.pick(["string", "integer", "object", "array"])] }
        var object = JSON.Object()
        for _ in 0...dice.roll(3) {
            let keyword = dice.pick(Self.keywords)
            let inner = schema(&dice, depth: depth - 1)
            object[keyword] =
                switch keyword {
                case _ where dice.roll(30) == 0: dice.pick(Self.scalars)
                case "items", "contains", "not", "if", "then", "else", "additionalProperties", "propertyNames", "unevaluatedProperties": inner
                case "allOf", "anyOf", "oneOf", "prefixItems": .array([inner, schema(&dice, depth: depth - 1)])
                case "properties", "$defs", "dependentSchemas", "patternProperties": ["a": inner, "b": schema(&dice, depth: depth - 1)]
                case "minimum", "maximum", "multipleOf", "minLength", "minContains": .int(Int64(1 + dice.roll(3)))
                case "$ref": dice.pick(["#/$defs/a", "#/properties/a", "#"])
                case "type": dice.pick(["string", "integer", "object", "array", "number"])
                case "required": ["a"]
                case "pattern": "^a"
                case "uniqueItems": true
                case "dependentRequired": ["a": ["b"]]
                case "enum": [1, "a", [:]]
                default: dice.pick(Self.scalars)
                }
        }
        return .object(object)
    }

    private func value(_ dice: inout Dice, depth: Int) -> JSON {
        switch dice.roll(depth == 0 ? 4 : 7) {
        case 0: .int(Int64(dice.roll(4)))
        case 1: .string(dice.pick(["", "a", "ab", "b"]))
        case 2: dice.pick([nil, true, 1.5])
        case 3, 4: .object(JSON.Object(["a", "b", "c"].filter { _ in dice.roll(2) == 0 }.map { ($0, value(&dice, depth: max(depth - 1, 0))) }))
        default: .array((0..<dice.roll(3)).map { _ in value(&dice, depth: depth - 1) })
        }
    }

    @Test func `any document is a schema or an error with a place in it, and any value gets a clear verdict`() async {
        var dice = Dice(seed: 77)
        var compiled = 0
        var fitting = 0
        for _ in 0..<4000 {
            await Task.yield()
            let document = schema(&dice, depth: 3)
            do {
                let schema = try Schema(compiling: document, keywords: dice.roll(2) == 0 ? .strict : .lenient)
                compiled += 1
                for _ in 0..<4 { if check(schema, value(&dice, depth: 3)) { fitting += 1 } }
            } catch {
                #expect(error.pointer.tokens.isEmpty || document[error.pointer] != nil, "\(document): \(error)")
                #expect(!error.description.isEmpty)
            }
        }
        #expect(compiled > 1000)
        #expect(fitting > 1000)
    }

    private func check(_ schema: Schema, _ value: JSON) -> Bool {
        let violations = schema.validate(value)
        #expect(violations.isEmpty == schema.isValid(value), "\(schema.source) on \(value)")
        #expect(schema.firstViolation(in: value) == violations.first)
        for violation in violations {
            #expect(value[violation.instance] != nil, "\(schema.source) on \(value): \(violation)")
            #expect(schema.source[violation.schema] != nil, "\(schema.source): \(violation)")
            #expect(!violation.message.isEmpty)
        }
        return violations.isEmpty
    }

    @Test func `defaults never change what is there`() async {
        var dice = Dice(seed: 78)
        for _ in 0..<2000 {
            await Task.yield()
            let document = schema(&dice, depth: 3)
            guard let schema = try? Schema(compiling: document, keywords: .lenient) else { continue }
            let value = value(&dice, depth: 3)
            #expect(schema.applyingDefaults(to: value) == value)
        }
    }
}
