import JSON
import Pattern
import Testing

@Suite struct SchemaErrorTests {
    static let unknown: [(JSON, String)] = [
        (["minLenght": 1], #"unknown keyword "minLenght"; did you mean "minLength"?"#),
        (["properties": ["a": ["Type": "string"]]], #"/properties/a: unknown keyword "Type"; did you mean "type"?"#),
        (["definitions": [:]], #"unknown keyword "definitions"; did you mean "$defs"?"#),
        (["nullable": true], #"unknown keyword "nullable"; did you mean "type"?"#),
        (["x-internal-note": 1], #"unknown keyword "x-internal-note""#),
        (["$defs": ["a": ["anyOf": [true, ["require": []]]]]], #"/$defs/a/anyOf/1: unknown keyword "require"; did you mean "required"?"#),
    ]

    @Test(arguments: unknown.indices)
    func `an unknown keyword is an error in strict mode and an annotation in lenient mode`(index: Int) throws {
        let (document, message) = Self.unknown[index]
        let error = #expect(throws: SchemaError.self) { try Schema(compiling: document, keywords: .strict) }
        #expect(error?.description == message)
        #expect(try Schema(compiling: document, keywords: .lenient).isValid(1))
    }

    @Test func `annotations are taken in both modes`() throws {
        let document: JSON = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$comment": "c", "title": "t", "description": "d", "default": 1,
            "examples": [1], "deprecated": true, "readOnly": true, "writeOnly": false, "format": "uri", "contentEncoding": "base64",
            "contentMediaType": "text/plain", "contentSchema": [:], "$vocabulary": [:], "$defs": [:],
        ]
        #expect(try Schema(compiling: document, keywords: .strict).isValid("x"))
        #expect(try Schema(compiling: document, keywords: .lenient).source == document)
    }

    static let bad: [(JSON, String)] = [
        (1, "a schema is an object, true or false"),
        (["properties": ["a": 1]], "/properties/a: a schema is an object, true or false"),
        (["items": [true]], #"/items: "items" must be one schema; write "prefixItems" for a schema per position"#),
        (["type": "strng"], #"/type: "type" must be one or more of null, boolean, integer, number, string, array, object"#),
        (["type": [1]], #"/type: "type" must be one or more of null, boolean, integer, number, string, array, object"#),
        (["enum": "a"], #"/enum: "enum" must be an array of values"#), (["multipleOf": 0], #"/multipleOf: "multipleOf" must be a number above 0"#),
        (["maximum": "1"], #"/maximum: "maximum" must be a number"#), (["minLength": -1], #"/minLength: "minLength" must be an integer from 0 on"#),
        (["maxItems": 1.5], #"/maxItems: "maxItems" must be an integer from 0 on"#),
        (["contains": true, "minContains": "1"], #"/minContains: "minContains" must be an integer from 0 on"#),
        (["uniqueItems": 1], #"/uniqueItems: "uniqueItems" must be true or false"#),
        (["required": true], #"/required: "required" must be an array of names"#),
        (["required": [1]], #"/required: "required" must be an array of names"#), (["pattern": 1], #"/pattern: "pattern" must be a string"#),
        (["pattern": "a("], #"/pattern: "a(" is not a pattern: a ( is never closed (at character 1 of the pattern)"#),
        (
            ["patternProperties": ["(?=a)": true]],
            #"/patternProperties/(?=a): "(?=a)" is not a pattern: look-around (?= cannot be matched in linear time and is not supported "#
                + "(at character 0 of the pattern)"
        ),
        (["allOf": []], #"/allOf: "allOf" must be an array of at least one schema"#),
        (["anyOf": [:]], #"/anyOf: "anyOf" must be an array of at least one schema"#),
        (["properties": []], #"/properties: "properties" must be an object"#),
        (["dependentRequired": ["a": "b"]], #"/dependentRequired: "dependentRequired" must be an array of names"#),
        (["then": ["typ": 1]], #"/then: unknown keyword "typ"; did you mean "type"?"#),
    ]

    @Test(arguments: bad.indices)
    func `a keyword with a wrong value is refused with its place`(index: Int) {
        let (document, message) = Self.bad[index]
        let error = #expect(throws: SchemaError.self) { try Schema(compiling: document, keywords: .strict) }
        #expect(error?.description == message)
    }

    @Test func `subschemas nested without end are refused`() {
        var document: JSON = true
        for _ in 0..<150 { document = ["not": document] }
        let error = #expect(throws: SchemaError.self) { try Schema(compiling: document, keywords: .strict) }
        #expect(error?.reason == .tooDeep(limit: 100))
    }
}
