import JSON
import Testing

@testable import Terminal

@Suite struct FormFieldTests {
    private static let form: JSON = [
        "type": "object", "required": ["approve", "level"],
        "properties": [
            "approve": ["type": "boolean", "description": "Whether to pay."], "sum": ["type": "integer", "default": 7], "rate": ["type": "number"],
            "level": ["enum": ["low", "high", 3]], "why": ["type": "string"], "tags": ["type": "array"],
        ],
    ]

    private static func field(_ name: String) throws -> FormField {
        try #require(FormField.fields(of: form)?.first { $0.name == name })
    }

    @Test func `fields come in the order of the schema and say what they take`() throws {
        #expect(FormField.fields(of: Self.form)?.map(\.name) == ["approve", "sum", "rate", "level", "why", "tags"])
        #expect(try Self.field("approve").label == "Whether to pay.\napprove (yes or no)")
        #expect(try Self.field("sum").label == "sum (a whole number, empty for 7)")
        #expect(try Self.field("level").label == "level (one of low, high, 3)")
        #expect(try Self.field("why").label == "why (a text, may be empty)")
        #expect(try Self.field("approve").mayBeEmpty == false && Self.field("sum").mayBeEmpty)
        #expect(FormField.fields(of: ["type": "boolean"]) == nil && FormField.fields(of: nil) == nil)
    }

    @Test(
        arguments: [
            ("approve", "yes", true), ("approve", "N", false), ("approve", "true", true), ("sum", "12", 12), ("rate", "0.5", 0.5),
            ("level", "high", "high"), ("level", "3", 3), ("why", "42", "42"), ("tags", "[1]", [1]),
        ] as [(String, String, JSON)])
    func `a text becomes what its field wants`(name: String, text: String, value: JSON) throws {
        #expect(try Self.field(name).value(of: text) == value)
    }

    @Test(arguments: [("approve", "maybe"), ("sum", "1.5"), ("sum", ""), ("rate", "fast"), ("rate", "\"x\""), ("level", "middle"), ("tags", "[")])
    func `a text that does not fit is refused with what would`(name: String, text: String) throws {
        let field = try Self.field(name)
        let error = #expect(throws: FormError.self) { try field.value(of: text) }
        #expect(error?.description.contains(field.kind.description) == true)
    }
}
