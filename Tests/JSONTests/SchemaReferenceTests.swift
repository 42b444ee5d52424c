import JSON
import Testing

@Suite struct SchemaReferenceTests {
    static let tree: JSON = [
        "$id": "https://example.org/schemas/tree", "type": "object", "required": ["value"],
        "properties": ["value": ["type": "integer"], "children": ["type": "array", "items": ["$ref": "#"]]],
    ]

    @Test func `a recursive schema checks a recursive value`() throws {
        let schema = try Schema(compiling: Self.tree, keywords: .strict)
        #expect(schema.isValid(["value": 1, "children": [["value": 2], ["value": 3, "children": []]]]))
        let violation = schema.firstViolation(in: ["value": 1, "children": [["value": 2], ["value": 3, "children": [["value": "4"]]]]])
        #expect(violation?.instance.description == "/children/1/children/0/value")
        #expect(violation?.schema.description == "/properties/value/type")
    }

    /// What `$ref` says, in a schema with many places to refer to.
    static let targets: [(String, fits: JSON, misfits: JSON)] = [
        ("#/$defs/a", "x", 1), ("#text", "x", 1), ("https://example.org/root.json#/$defs/a", "x", 1), ("root.json#text", "x", 1),
        ("/root.json#/$defs/a", "x", 1), ("#/$defs/odd~1name~0%25%20", 1, "x"), ("inner/deep.json", true, 1), ("inner/deep.json#local", nil, true),
        ("inner/deep.json#/$defs/here", nil, true), ("./inner/../inner/deep.json#local", nil, true), ("urn:example:numbers", 5, "x"),
        ("urn:example:numbers#/$defs/small", 1, 5), ("inner/deep.json#/$defs/outward", "x", 1), ("#/$defs/deep/$defs/outward", "x", 1),
        ("#/properties/p", [], 1), ("#/$defs/list/prefixItems/1", 7, 8),
    ]

    @Test(arguments: targets.indices)
    func `references within the document are found by pointer, anchor and identifier`(index: Int) throws {
        let (reference, fits, misfits) = Self.targets[index]
        let document: JSON = [
            "$id": "https://example.org/root.json",
            "properties": ["test": ["$ref": .string(reference)], "p": ["type": "array"]],
            "$defs": [
                "a": ["$anchor": "text", "type": "string"],
                "odd/name~% ": ["type": "integer"],
                "deep": [
                    "$id": "inner/deep.json", "type": "boolean",
                    "$defs": ["here": ["$anchor": "local", "type": "null"], "outward": ["$ref": "../root.json#text"]],
                ],
                "numbers": ["$id": "urn:example:numbers", "type": "number", "$defs": ["small": ["maximum": 3]]],
                "list": ["prefixItems": [true, ["const": 7]]],
            ],
        ]
        let schema = try Schema(compiling: document, keywords: .strict)
        #expect(schema.isValid(["test": fits]))
        #expect(!schema.isValid(["test": misfits]))
    }

    @Test func `a lenient schema may refer to places the standard does not know`() throws {
        let document: JSON = ["$ref": "#/definitions/a", "definitions": ["a": ["$ref": "#/definitions/b"], "b": ["type": "string"]]]
        let schema = try Schema(compiling: document, keywords: .lenient)
        #expect(schema.isValid("x"))
        #expect(!schema.isValid(1))
    }

    static let refused: [(JSON, SchemaError.Reason, String)] = [
        (["$ref": "#/$defs/none"], .unresolvedReference("#/$defs/none"), "/$ref"),
        (["$ref": "#none"], .unresolvedReference("#none"), "/$ref"),
        (["$ref": "#/%zz"], .unresolvedReference("#/%zz"), "/$ref"),
        (["not": ["$ref": "other.json#/a"]], .remoteReference("other.json#/a"), "/not/$ref"),
        (["$ref": "https://json-schema.org/draft/2020-12/schema"], .remoteReference("https://json-schema.org/draft/2020-12/schema"), "/$ref"),
        (["$ref": 1], .badValue(keyword: "$ref", expected: "a string"), "/$ref"),
        (["$ref": "#/title", "title": "x"], .notASchema, "/title"),
        (["$ref": "#"], .endlessReference, ""),
        (["$defs": ["a": ["$ref": "#/$defs/b"], "b": ["allOf": [["$ref": "#/$defs/a"]]]]], .endlessReference, "/$defs/a"),
        (["anyOf": [["type": "null"], ["not": ["$ref": "#"]]]], .endlessReference, ""),
        (["if": ["$ref": "#"]], .endlessReference, ""), (["if": true, "then": ["$ref": "#"]], .endlessReference, ""),
        (["oneOf": [["dependentSchemas": ["a": ["$ref": "#"]]]]], .endlessReference, ""),
        (["$id": "a#b"], .badValue(keyword: "$id", expected: "a URI reference without fragment"), "/$id"),
        (["$anchor": "1a"], .badValue(keyword: "$anchor", expected: "a name that starts with a letter"), "/$anchor"),
        (["$anchor": "a", "not": ["$anchor": "a"]], .duplicateIdentifier("#a"), "/not"),
        (["anyOf": [["$id": "u:a"], ["$id": "u:a"]]], .duplicateIdentifier("u:a"), "/anyOf/1"),
        (["$dynamicRef": "#a"], .unsupported("$dynamicRef"), ""), (["items": ["$dynamicAnchor": "a"]], .unsupported("$dynamicAnchor"), "/items"),
        (["unevaluatedItems": false], .unsupported("unevaluatedItems"), ""),
    ]

    @Test(arguments: refused.indices, [Schema.Keywords.strict, .lenient])
    func `a reference that leads nowhere, outside or in a circle is refused`(index: Int, keywords: Schema.Keywords) {
        let (document, reason, pointer) = Self.refused[index]
        let error = #expect(throws: SchemaError.self) { try Schema(compiling: document, keywords: keywords) }
        #expect(error?.reason == reason, "\(document)")
        #expect(error?.pointer.description.hasPrefix(pointer) == true, "\(document)")
    }
}
