import JSON
import Testing

@Suite struct ViolationTests {
    static let service: JSON = [
        "type": "object",
        "properties": [
            "service": ["type": "string", "pattern": "^[a-z][a-z0-9-]*$"],
            "level": ["enum": ["low", "medium", "high"]],
            "limits": ["type": "object", "properties": ["calls": ["type": "integer", "minimum": 1]], "additionalProperties": false],
            "tags": ["type": "array", "items": ["type": "string"], "uniqueItems": true, "maxItems": 3],
        ],
        "required": ["service", "level"],
        "additionalProperties": false,
    ]

    /// A schema, a value, the violations of it.
    static let rows: [(JSON, JSON, [String])] = [
        (service, ["service": "Ab", "level": "low"], [#"/service: "Ab" does not match ^[a-z][a-z0-9-]*$"#]),
        (
            service, ["servce": "a", "level": "hihg", "limits": ["calls": 0, "x": 1], "tags": ["a", 1, "a", "b"]],
            [
                #"/servce: "servce" is not allowed here; did you mean "service"?"#,
                #"/level: "hihg" is none of "low", "medium", "high"; did you mean "high"?"#, "/limits/calls: 0 is less than the least, 1",
                #"/limits/x: "x" is not allowed here; allowed are calls"#, "/tags: has 4 items; at most 3 are allowed",
                "/tags/1: expected string, got 1", "/tags: the items 0 and 2 are equal; all must differ", #""service" is missing"#,
            ]
        ),
        (service, [], ["expected object, got the array []"]),
        (["type": ["string", "null"]], ["a": 1], [#"expected null or string, got the object {"a":1}"#]),
        (["const": "a"], "b", [#"must be "a", got "b""#]), (["multipleOf": 0.5], 1.2, ["1.2 is not a multiple of 0.5"]),
        (["exclusiveMinimum": 1], 1, ["1 is not above 1"]), (["exclusiveMaximum": 1], 2, ["2 is not below 1"]),
        (["maximum": 1], 1.5, ["1.5 is more than the most, 1"]),
        (["minLength": 3], "é", [#""é" is 1 characters long; at least 3 are needed"#]),
        (["maxLength": 1], "ab", [#""ab" is 2 characters long; at most 1 are allowed"#]),
        (["minItems": 1], [], ["has 0 items; at least 1 are needed"]),
        (["contains": ["type": "null"]], [1], ["0 items fit the schema under \"contains\"; at least 1 must"]),
        (["contains": true, "maxContains": 1], [1, 2], ["more than 1 items fit the schema under \"contains\""]),
        (["minProperties": 1], [:], ["has 0 members; at least 1 are needed"]),
        (["maxProperties": 0], ["a": 1], ["has 1 members; at most 0 are allowed"]),
        (["dependentRequired": ["a": ["b"]]], ["a": 1], [#""b" is missing; it is needed when "a" is present"#]),
        (["propertyNames": ["pattern": "^[a-z]+$"]], ["A": 1], [#"/A: the name "A" is not allowed: "A" does not match ^[a-z]+$"#]),
        (["properties": ["a": false]], ["a": 1], ["/a: nothing is allowed here, got 1"]),
        (["not": ["type": "null"]], nil, [#"must not fit the schema under "not", but does: null"#]),
        (["unevaluatedProperties": false], ["a": 1], [#"/a: "a" is not allowed here"#]),
        (["oneOf": [["minimum": 1], ["minimum": 2], ["minimum": 3]]], 2, [#"fits the forms 1 and 2 of "oneOf", but must fit exactly one: 2"#]),
        (
            ["anyOf": [["type": "string"], ["type": "null"]]], 1,
            ["fits none of the 2 allowed forms: expected string, got 1; or expected null, got 1"]
        ),
        (
            [
                "oneOf": [
                    ["properties": ["kind": ["const": "http"], "url": ["type": "string"]], "required": ["kind", "url"]],
                    ["properties": ["kind": ["const": "wait"], "for": ["type": "string"]], "required": ["kind", "for"]],
                ]
            ], ["kind": "wait", "for": 5], ["/for: expected string, got 5"]
        ),
        (
            ["items": ["anyOf": [["type": "object", "required": ["a"]], ["type": "null"]]]], [[:]],
            [#"/0: "a" is missing"#]
        ),
    ]

    @Test(arguments: rows.indices)
    func `violations say what is wrong, where, and what would be right`(index: Int) throws {
        let (document, value, messages) = Self.rows[index]
        let schema = try Schema(compiling: document, keywords: .strict)
        #expect(schema.validate(value).map(\.description) == messages)
        #expect(schema.firstViolation(in: value)?.description == messages.first)
    }

    @Test func `a violation names its keyword and its place in the schema`() throws {
        let schema = try Schema(
            compiling: ["properties": ["a": ["$ref": "#/$defs/x"]], "$defs": ["x": ["maximum": 1]], "additionalProperties": false], keywords: .strict)
        let violations = schema.validate(["a": 2, "b/c": 1])
        #expect(violations.map(\.keyword) == ["maximum", "additionalProperties"])
        #expect(violations.map(\.schema.description) == ["/$defs/x/maximum", "/additionalProperties"])
        #expect(violations.map(\.instance.description) == ["/a", "/b~1c"])
    }

    @Test func `no more violations are kept than asked for`() throws {
        let schema = try Schema(compiling: ["items": ["type": "string"]], keywords: .strict)
        let value = JSON.array((0..<100).map { .int($0) })
        #expect(schema.validate(value).count == 20)
        #expect(schema.validate(value, limit: 3).map(\.instance.description) == ["/0", "/1", "/2"])
        #expect(schema.validate(value, limit: 1000).count == 100)
        #expect(schema.validate(value, limit: 0).count == 1)
    }

    @Test func `a schema that would take exponential work is stopped`() throws {
        let branch: JSON = ["properties": ["a": ["$ref": "#"]]]
        let schema = try Schema(compiling: ["type": "object", "anyOf": [branch, branch]], keywords: .strict)
        var value: JSON = 1
        for _ in 0..<200 { value = ["a": value] }
        let violations = schema.validate(value, steps: 100_000)
        #expect(violations.map(\.keyword) == ["limit"])
        #expect(
            try Schema(compiling: ["not": ["not": ["$ref": "#/$defs/t"]], "$defs": ["t": true]], keywords: .strict).validate(1, steps: 2).count == 1)
    }

    @Test func `a value nested too deep for its schema is stopped, never the process`() throws {
        let schema = try Schema(compiling: ["anyOf": [["type": "array", "items": ["$ref": "#"]], ["type": "integer"]]], keywords: .strict)
        func nested(_ depth: Int, _ core: String) throws -> JSON {
            try JSON(parsing: String(repeating: "[", count: depth) + core + String(repeating: "]", count: depth))
        }
        #expect(try schema.isValid(nested(300, "1")))
        #expect(try schema.validate(nested(300, "null")).map(\.keyword) == ["anyOf"])
        #expect(try schema.validate(nested(500, "1")).map(\.keyword) == ["limit"])
        #expect(try !schema.isValid(nested(500, "1")))
    }
}
