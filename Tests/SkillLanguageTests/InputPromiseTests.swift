import JSON
import SkillLanguage
import Testing

/// What of an input's schema counts as narrowed, and what does not.
@Suite struct InputPromiseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let old: JSON
        let new: JSON
        /// What is said, behind the place of the schema; empty when the change is no narrowing.
        let said: [String]

        init(_ old: JSON, _ new: JSON, _ said: String...) { (self.old, self.new, self.said) = (old, new, said) }
        var testDescription: String { "\(old) to \(new)" }
    }

    static let scalars: [Case] = [
        Case(["type": "string"], ["type": "integer"], #"/type: "string" is no longer accepted"#),
        Case(["type": ["string", "null"]], ["type": "string"], #"/type: "null" is no longer accepted"#),
        Case(["type": "number"], ["type": "integer"], #"/type: "number" is no longer accepted"#),
        Case([:], ["type": ["string", "null"]], #"/type: only "null", "string" is accepted now"#),
        Case(["type": "integer"], ["type": "number"]), Case(["type": "string"], ["type": ["null", "string"]]), Case(["type": "string"], [:]),
        Case(["enum": ["a", 1]], ["enum": ["a", 1], "type": ["string", "integer"]]),
        Case(["enum": ["a", "b", "c"]], ["enum": ["c", "a"]], #"/enum: "b" is no longer accepted"#),
        Case(["type": "string"], ["type": "string", "enum": ["a"]], "/enum: only some values are accepted now"),
        Case(["enum": ["a", "b"]], ["const": "a"], #"/const: "b" is no longer accepted"#),
        Case(["const": "a"], ["const": "b"], #"/const: "a" is no longer accepted"#),
        Case([:], ["const": 1], "/const: only some values are accepted now"),
        Case(["enum": ["a"]], ["enum": ["b", "a"]]), Case(["const": "a"], ["enum": ["b", "a"]]), Case(["enum": ["a"]], [:]),
        Case(["pattern": "a"], ["pattern": "b"], "/pattern: changed"), Case([:], ["pattern": "b"], "/pattern: is new"), Case(["pattern": "a"], [:]),
        Case(["format": "date"], ["format": "email"], "/format: changed"), Case([:], ["format": "date"], "/format: is new"),
        Case(["multipleOf": 2], ["multipleOf": 4], "/multipleOf: not every multiple that was accepted still is"),
        Case([:], ["multipleOf": 0.5], "/multipleOf: not every multiple that was accepted still is"),
        Case(["multipleOf": 3], ["multipleOf": 2], "/multipleOf: not every multiple that was accepted still is"),
        Case(["multipleOf": 4], ["multipleOf": 2]), Case(["multipleOf": 1], ["multipleOf": 0.25]), Case(["multipleOf": 4], [:]),
        Case(["title": "a", "default": 1, "description": "b"], ["title": "c", "default": 2, "examples": [1]]),
        Case(true, false, ": nothing is accepted here any more"), Case(false, true), Case(false, ["type": "string"]),
        Case(true, ["type": "string"], #"/type: only "string" is accepted now"#),
    ]

    static let bounds: [Case] = [
        ("minimum", 1), ("minLength", 1), ("minItems", 1), ("minProperties", 1), ("maximum", -1), ("maxLength", -1), ("maxItems", -1),
        ("maxProperties", -1), ("exclusiveMinimum", 1), ("exclusiveMaximum", -1),
    ].flatMap { (keyword: String, tighter: Int64) -> [Case] in
        let bound = { (limit: Int64) -> JSON in .object([keyword: .int(limit)]) }
        return [
            Case(bound(5), bound(5 + tighter), "/\(keyword): the limit \(5 + tighter) is tighter than before"),
            Case([:], bound(5), "/\(keyword): the limit 5 is tighter than before"), Case(bound(5), bound(5 - tighter)), Case(bound(5), [:]),
            Case(bound(5), bound(5)),
        ]
    } + [
        Case([:], ["minLength": 0, "minItems": 0, "minProperties": 0]),
        Case(["minimum": 1], ["exclusiveMinimum": 1], "/exclusiveMinimum: the limit 1 is tighter than before"),
        Case(["exclusiveMinimum": 1], ["minimum": 1]), Case(["exclusiveMaximum": 1], ["maximum": 1]),
        Case(["exclusiveMinimum": 1], ["minimum": 1.5], "/minimum: the limit 1.5 is tighter than before"),
        Case(["maximum": 9, "exclusiveMaximum": 5], ["maximum": 5]),
    ]

    static let containers: [Case] = [
        Case(["properties": ["a": true]], ["properties": ["a": true], "required": ["a"]], #"/required: "a" is required now"#),
        Case(["required": ["a", "b"]], ["required": ["b"]]),
        Case(["properties": ["a": true]], ["properties": ["b": true]]),
        Case(
            ["properties": ["a": true], "additionalProperties": false], ["properties": [:], "additionalProperties": false],
            "/properties/a: the field is no longer accepted"),
        Case(
            ["properties": ["a": true], "additionalProperties": false],
            ["properties": ["a": true, "b": ["type": "string"]], "additionalProperties": false]),
        Case(
            ["properties": ["a": true]], ["properties": ["a": true], "additionalProperties": false],
            "/additionalProperties: fields that are not named are no longer accepted"),
        Case([:], ["unevaluatedProperties": false], "/unevaluatedProperties: fields that are not named are no longer accepted"),
        Case(
            ["additionalProperties": true], ["additionalProperties": ["type": "string"]],
            #"/additionalProperties/type: only "string" is accepted now"#),
        Case(["additionalProperties": false], ["additionalProperties": ["type": "string"]]), Case(["additionalProperties": false], [:]),
        Case(
            ["properties": ["a": ["type": "string"]]], ["additionalProperties": ["type": "integer"]],
            #"/additionalProperties/type: "string" is no longer accepted"#, #"/additionalProperties/type: only "integer" is accepted now"#),
        Case(["items": true], ["items": ["type": "string"]], #"/items/type: only "string" is accepted now"#),
        Case(["items": ["minimum": 1]], ["items": ["minimum": 2]], "/items/minimum: the limit 2 is tighter than before"),
        Case(["prefixItems": [["minimum": 1]]], ["prefixItems": [["minimum": 2]]], "/prefixItems/0/minimum: the limit 2 is tighter than before"),
        Case(["items": ["minimum": 1]], ["prefixItems": [["minimum": 2]]], "/prefixItems/0/minimum: the limit 2 is tighter than before"),
        Case(["prefixItems": [["minimum": 2]]], ["items": ["minimum": 2]], "/items/minimum: the limit 2 is tighter than before"),
        Case([:], ["uniqueItems": true], "/uniqueItems: is new"), Case(["uniqueItems": true], ["uniqueItems": false]),
    ]

    static let conditions: [Case] = [
        Case([:], ["anyOf": [["minimum": 1]]], "/anyOf: is new"), Case(["anyOf": [["type": "string"]]], [:]),
        Case(["anyOf": [["type": "string"], ["type": "null"]]], ["anyOf": [["type": "null"]]], "/anyOf: an alternative is gone"),
        Case(["anyOf": [["type": "string"]]], ["anyOf": [["type": "null"], ["type": "string"]]]),
        Case(["anyOf": [["minimum": 1]]], ["anyOf": [["minimum": 2]]], "/anyOf/0/minimum: the limit 2 is tighter than before"),
        Case(["anyOf": [["minimum": 2]]], ["anyOf": [["minimum": 1]]]),
        Case(["allOf": [["minimum": 1]]], ["allOf": [["minimum": 1], ["maximum": 5]]], "/allOf: changed, and may refuse what was accepted"),
        Case(["allOf": [["minimum": 1], ["maximum": 5]]], ["allOf": [["maximum": 5]]]),
        Case([:], ["not": ["type": "null"]], "/not: is new"), Case(["not": [:]], [:]),
        Case(["oneOf": [["minimum": 1]]], ["oneOf": [["minimum": 0]]], "/oneOf: changed, and may refuse what was accepted"),
        Case(["propertyNames": ["maxLength": 5]], ["propertyNames": ["maxLength": 4]], "/propertyNames: changed, and may refuse what was accepted"),
        Case([:], ["patternProperties": ["^x": false]], "/patternProperties: is new"),
        Case([:], ["dependentRequired": ["a": ["b"]]], "/dependentRequired: is new"), Case([:], ["contains": ["type": "null"]], "/contains: is new"),
        Case(["not": ["title": "a", "type": "null"]], ["not": ["title": "b", "type": "null"]]),
    ]

    /// At the top, in a property, in the items of a list in a property, and behind a reference.
    @Test(arguments: scalars + bounds + containers + conditions)
    func `a narrowed input is major and told with its place and rule, at any depth`(_ change: Case) {
        let depths: [(place: String, schema: (JSON) -> JSON)] = [
            ("/input/properties/x", { ["properties": ["x": $0]] }),
            ("/input/properties/a~1b/items/properties/x", { ["properties": ["a/b": ["items": ["properties": ["x": $0]]]]] }),
            ("/input/properties/x", { ["properties": ["x": ["$ref": "#/$defs/x"]], "$defs": ["x": $0]] }),
        ]
        for (place, schema) in depths {
            let changes = VersionChange.all(from: ["input": schema(change.old)], to: ["input": schema(change.new)])
            let major = changes.filter { $0.bump == .major }.map(\.description)
            #expect(major == change.said.map { place + $0 })
            #expect(VersionBump.least(from: ["input": schema(change.old)], to: ["input": schema(change.new)]) == .major || change.said.isEmpty)
        }
    }

    @Test func `a schema that refers to itself is compared once`() {
        let tree = { (most: Int64) -> JSON in
            let node: JSON = ["properties": ["n": ["maximum": .int(most)], "below": ["items": ["$ref": "#/$defs/t"]]]]
            return ["input": ["$ref": "#/$defs/t", "$defs": ["t": node]]]
        }
        #expect(VersionChange.all(from: tree(5), to: tree(4)).first?.description == "/input/properties/n/maximum: the limit 4 is tighter than before")
        let circle: JSON = ["input": ["$ref": "#/$defs/a", "$defs": ["a": ["$ref": "#/$defs/b"], "b": ["$ref": "#/$defs/a"]]]]
        #expect(VersionChange.all(from: circle, to: circle) == [])
        #expect(VersionBump.least(from: ["input": ["$ref": "#/$defs/t"]], to: ["input": ["$ref": "#/$defs/s"]]) == .major)
    }
}
