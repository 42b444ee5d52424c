import JSON
import Testing

@Suite struct SchemaDefaultsTests {
    /// A schema, a value, the value with defaults.
    static let rows: [(JSON, JSON, JSON)] = [
        (["properties": ["a": ["default": 1], "b": ["default": nil], "c": true]], ["c": 2], ["c": 2, "a": 1, "b": nil]),
        (["properties": ["a": ["default": 1]]], ["a": nil], ["a": nil]), (["properties": ["a": ["default": 1]]], [1], [1]),
        (["default": 1], nil, nil),
        (
            ["properties": ["o": ["properties": ["x": ["default": 1]]], "p": ["default": [:], "properties": ["y": ["default": 2]]]]], ["o": [:]],
            ["o": ["x": 1], "p": [:]]
        ),
        (["items": ["properties": ["x": ["default": 1]]]], [[:], 5, ["x": 2]], [["x": 1], 5, ["x": 2]]),
        (
            ["prefixItems": [["properties": ["x": ["default": 1]]]], "items": ["properties": ["y": ["default": 2]]]], [[:], [:]],
            [["x": 1], ["y": 2]]
        ),
        (["$ref": "#/$defs/a", "$defs": ["a": ["allOf": [["properties": ["x": ["default": 1]]]]]]], [:], ["x": 1]),
        (["properties": ["a": ["$ref": "#/$defs/a"]], "$defs": ["a": ["default": "from afar"]]], [:], ["a": "from afar"]),
        (["anyOf": [["properties": ["x": ["default": 1]]]], "if": true, "then": ["properties": ["y": ["default": 2]]]], [:], [:]),
        (["properties": ["a": ["default": [:], "$ref": "#"]]], [:], ["a": [:]]),
    ]

    @Test(arguments: rows.indices)
    func `absent properties get their defaults, present ones keep their values`(index: Int) throws {
        let (document, value, expected) = Self.rows[index]
        let schema = try Schema(compiling: document, keywords: .strict)
        let filled = schema.applyingDefaults(to: value)
        #expect(filled.text(.compact) == expected.text(.compact))
    }
}
