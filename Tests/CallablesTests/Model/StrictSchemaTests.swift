import JSON
import SkillLanguage
import Testing

@testable import Callables

@Suite struct StrictSchemaTests {
    @Test(
        arguments: [
            (["type": "string", "maxLength": 3, "description": "Short."], ["type": "string", "description": "Short. {\"maxLength\":3}"]),
            (["type": "string", "format": "date-time"], ["type": "string", "format": "date-time"]),
            (["type": "string", "format": "cron"], ["type": "string", "description": "{\"format\":\"cron\"}"]),
            (["enum": ["a", "b"], "default": "a", "$comment": "x"], ["enum": ["a", "b"]]),
            (["oneOf": [["type": "string"], ["type": "null"]]], ["anyOf": [["type": "string"], ["type": "null"]]]),
            (["$ref": "#/$defs/x", "description": "y"], ["$ref": "#/$defs/x"]),
            (
                ["type": "array", "items": ["type": "integer", "minimum": 0]],
                ["type": "array", "items": ["type": "integer", "description": "{\"minimum\":0}"]]
            ),
            (["type": "object"], ["type": "object", "properties": [:], "required": [], "additionalProperties": false]),
        ] as [(JSON, JSON)])
    func `a schema is brought into the subset`(schema: JSON, lowered: JSON) {
        #expect(StrictSchema.lowered(schema) == lowered)
    }

    @Test func `every property is required, and those that were optional may be null`() {
        let schema: JSON = [
            "type": "object", "required": ["a"],
            "properties": ["a": ["type": "string"], "b": ["type": "integer"], "c": ["type": ["string", "null"]], "d": ["$ref": "#/$defs/e"]],
            "$defs": ["e": ["type": "object", "properties": ["f": ["type": "string"]]]],
        ]
        let lowered = StrictSchema.lowered(schema)
        #expect(lowered?["required"] == ["a", "b", "c", "d"])
        #expect(lowered?["properties"]?["a"] == ["type": "string"])
        #expect(lowered?["properties"]?["b"] == ["anyOf": [["type": "integer"], ["type": "null"]]])
        #expect(lowered?["properties"]?["c"] == ["type": ["string", "null"]])
        #expect(lowered?["properties"]?["d"] == ["anyOf": [["$ref": "#/$defs/e"], ["type": "null"]]])
        #expect(lowered?["$defs"]?["e"]?["additionalProperties"] == false)
        #expect(
            StrictSchema.restored(["a": "x", "b": nil, "c": nil, "d": ["f": nil]], by: schema) == ["a": "x", "c": nil, "d": [:]],
            "the nulls that stand for nothing are taken out again")
    }

    @Test(
        arguments: [
            ["type": "object", "additionalProperties": true], ["type": "object", "additionalProperties": ["type": "string"]],
            ["type": "object", "properties": ["a": ["type": "object", "additionalProperties": ["type": "string"]]]],
            ["type": "object", "properties": ["a": true]],
        ] as [JSON])
    func `an object that is left open cannot be said`(schema: JSON) {
        #expect(StrictSchema.lowered(schema) == nil)
    }

    @Test func `references in a circle end`() {
        let schema: JSON = ["$ref": "#/$defs/a", "$defs": ["a": ["$ref": "#/$defs/a"]]]
        #expect(StrictSchema.restored(["x": nil], by: schema) == ["x": nil])
    }
}

@Suite struct OutputShapeTests {
    private func shape(_ schema: JSON = ChatRequestTests.schema) throws -> OutputShape {
        try OutputShape(schema, try Arguments([:], of: "llm", known: []))
    }

    @Test(arguments: [
        #"{"n": 1}"#, "\n {\"n\": 1} \n", "```json\n{\"n\": 1}\n```", #"Sure! {"n": 1} is it."#, #"{braces} and "{" then {"n": 1}"#,
        #"I think {"m": 2} but no: {"n": 1}"#, "{\"n\": 1.0}",
    ])
    func `the first object that fits is the answer`(text: String) throws {
        #expect(try shape().answer(in: text) == ["n": 1])
    }

    @Test(arguments: [
        ("", "empty"), ("no", "no JSON object"), ("[1]", "no JSON object"), (#"{"n": 0}"#, "/n"), (#"{"n": "1"}"#, "/n"),
        (#"{"n": 1"#, "no JSON object"),
        (#"{"n": 1, "n": 2}"#, "no JSON object"), (#"{"n": 1, "m": 2}"#, "m"),
    ])
    func `what does not fit is told with the reason`(text: String, reason: String) throws {
        let shape = try shape()
        let violation = #expect(throws: OutputShape.Violation.self) { try shape.answer(in: text) }
        #expect(violation?.message.contains(reason) == true, "\(violation?.message ?? "")")
    }

    @Test func `a text of braces is given up on soon`() throws {
        #expect(ObjectExtraction.objects(in: String(repeating: "{", count: 200_000)) == [])
    }

    @Test func `optional properties may come as null`() throws {
        let shape = try shape([
            "type": "object", "properties": ["n": ["type": "integer"], "why": ["type": "string"]], "required": ["n"], "additionalProperties": false,
        ])
        #expect(try shape.answer(in: #"{"n": 1, "why": null}"#) == ["n": 1])
    }
}
