import JSON
import SkillLanguage
import Testing

/// Which change of a skill asks for which bump, and what is said of it.
@Suite struct VersionChangeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let patch: JSON
        let bump: VersionBump
        let said: [String]

        init(_ bump: VersionBump, _ said: [String], _ changes: JSON...) { (self.patch, self.bump, self.said) = (.array(changes), bump, said) }
        var testDescription: String { patch.excerpt(120) }
    }

    static let skill: JSON = [
        "language": 1, "skill": "a", "version": "1.0.0", "summary": "A skill.", "notes": "n",
        "input": [
            "type": "object", "properties": ["a": ["type": "string", "default": "x"], "b": ["description": "b"]],
            "additionalProperties": false,
        ],
        "config": ["type": "object", "properties": ["c": ["type": "number", "default": 1]]],
        "output": [
            "type": "object",
            "properties": [
                "o": ["type": "string"],
                "list": ["type": "array", "items": ["type": "object", "properties": ["p": ["type": "number"]], "required": ["p"]]],
                "map": ["type": "object", "additionalProperties": ["type": "string"]], "ref": ["$ref": "#/$defs/r"],
            ],
            "required": ["o", "list"], "$defs": ["r": ["type": ["string", "null"], "enum": ["u", nil]]],
        ],
        "secrets": ["S", "T"], "permits": ["http": ["GET https://a.example/*"], "models": ["fast"]],
        "limits": ["duration": "10m", "calls": 10, "tokens": 100, "cost_usd": 1],
        "steps": [
            [
                "id": "m", "when": "input.a == 'x'", "timeout": "5s", "retry": ["attempts": 2], "note": "n", "call": "llm",
                "with": ["model": "fast", "prompt": "p", "max_tokens": 5],
            ],
            ["id": "s", "set": ["prompt": "x", "timeout": "y"]],
            [
                "id": "e",
                "each": [
                    "in": "${input.b}", "as": "i",
                    "steps": [["id": "h", "timeout": "1s", "call": "http", "with": ["method": "GET", "json": ["prompt": "p"]]]],
                ],
            ],
            [
                "id": "w",
                "switch": [
                    "cases": [["when": "true", "steps": [["id": "q", "note": "n", "return": 1]]]],
                    "else": [["id": "r", "note": "n", "return": 2]],
                ],
            ],
            ["id": "p", "parallel": ["branches": ["x": [["id": "x1", "note": "n", "return": 1]], "y": [["id": "y1", "return": 1]]]]],
            ["id": "k", "call": "echo", "catch": [["steps": [["id": "c", "note": "n", "return": 1]]]]],
        ],
        "finally": [["id": "f", "note": "n", "call": "echo"]], "result": ["o": "${steps.m}"], "tests": [["name": "t"]],
    ]

    private static func set(_ path: String, _ value: JSON) -> JSON { ["op": "add", "path": .string(path), "value": value] }
    private static func remove(_ path: String) -> JSON { ["op": "remove", "path": .string(path)] }

    static let promises: [Case] = [
        Case(.major, ["/output/properties/o: the field is gone"], remove("/output/properties/o")),
        Case(
            .major, [#"/output/properties/o/type: the type changed from "string" to "null", "string""#],
            set("/output/properties/o/type", ["string", "null"])),
        Case(.major, [#"/output/properties/o/type: the type changed from "string" to any"#], remove("/output/properties/o/type")),
        Case(.major, [#"/output/required: "o" may be missing now"#], set("/output/required", ["list"])),
        Case(.major, ["/output/properties/list/items/properties/p: the field is gone"], remove("/output/properties/list/items/properties/p")),
        Case(
            .major, [#"/output/properties/list/items/properties/p/type: the type changed from "number" to "integer""#],
            set("/output/properties/list/items/properties/p/type", "integer")),
        Case(.major, [#"/output/properties/list/items/required: "p" may be missing now"#], remove("/output/properties/list/items/required")),
        Case(.major, [#"/output/properties/list/items/type: the type changed from "object" to any"#], remove("/output/properties/list/items/type")),
        Case(
            .major, [#"/output/properties/map/additionalProperties/type: the type changed from "string" to any"#],
            set("/output/properties/map/additionalProperties", true)),
        Case(
            .major, ["/output/properties/map/additionalProperties: fields that are not named are gone"],
            set("/output/properties/map/additionalProperties", false)),
        Case(.major, [#"/output/properties/ref/type: the type changed from "null", "string" to "string""#], set("/output/$defs/r/type", "string")),
        Case(
            .major, ["/output/properties/o/anyOf: changed, and may give what was not given before"],
            set("/output/properties/o/anyOf", [["minLength": 1]])),
        Case(.major, ["/secrets: the secret S is gone"], set("/secrets", ["T"])),
        Case(.major, [#"/input/required: "a" is required now"#], set("/input/required", ["a"])),
    ]

    static let reach: [Case] = [
        Case(.minor, ["/secrets: the secret U is new"], set("/secrets/-", "U")),
        Case(.minor, [#"/permits/http: the permit "GET https://b.example/*" is new"#], set("/permits/http/-", "GET https://b.example/*")),
        Case(.minor, [#"/permits/mcp: the permit "github/*" is new"#], set("/permits/mcp", ["github/*"])),
        Case(.minor, ["/limits/duration: the limit is raised"], set("/limits/duration", "11m")),
        Case(.minor, ["/limits/duration: the limit is raised"], remove("/limits/duration")),
        Case(.minor, ["/limits/calls: the limit is raised"], set("/limits/calls", 11)),
        Case(.minor, ["/limits/tokens: the limit is raised"], set("/limits/tokens", 101)),
        Case(.minor, ["/limits/cost_usd: the limit is raised"], set("/limits/cost_usd", 1.5)),
        Case(.patch, [], remove("/permits/models/0")), Case(.patch, [], remove("/permits")),
        Case(.patch, [], set("/limits", ["duration": "600s", "calls": 9, "tokens": 99, "cost_usd": 0.5])),
        Case(.patch, [], remove("/limits/tokens"), remove("/limits/cost_usd")),
    ]

    static let structure: [Case] = [
        Case(.minor, ["/input/properties/n: what is accepted changed"], set("/input/properties/n", ["type": "string"])),
        Case(.minor, ["/input/properties/a/default: what is accepted changed"], set("/input/properties/a/default", "y")),
        Case(.minor, ["/input/additionalProperties: what is accepted changed"], remove("/input/additionalProperties")),
        Case(.minor, ["/output/properties/n: what is given changed"], set("/output/properties/n", ["type": "string"])),
        Case(.minor, ["/output/$defs/r/enum/1: what is given changed"], remove("/output/$defs/r/enum/1")),
        Case(.minor, ["/concurrency: which runs exclude each other changed"], set("/concurrency", ["key": "k"])),
        Case(.minor, ["/steps/0/when: the control flow changed"], set("/steps/0/when", "input.a == 'y'")),
        Case(.minor, ["/steps/0/with/model: the control flow changed"], set("/steps/0/with/model", "smart")),
        Case(.minor, ["/steps/1/set/prompt: the control flow changed"], set("/steps/1/set/prompt", "y")),
        Case(.minor, ["/steps/1/set/timeout: the control flow changed"], set("/steps/1/set/timeout", "z")),
        Case(.minor, ["/steps/2/each/steps/0/with/json/prompt: the control flow changed"], set("/steps/2/each/steps/0/with/json/prompt", "q")),
        Case(.minor, ["/steps/3/switch/else/0/return: the control flow changed"], set("/steps/3/switch/else/0/return", 3)),
        Case(.minor, ["/steps/5/catch/0/steps/0/return: the control flow changed"], set("/steps/5/catch/0/steps/0/return", 3)),
        Case(.minor, ["/steps/5/parent_close: the control flow changed"], set("/steps/5/parent_close", "abandon")),
        Case(.minor, ["/finally/0/call: the control flow changed"], set("/finally/0/call", "wait")),
        Case(.minor, ["/finally: the control flow changed"], remove("/finally")),
        Case(.minor, ["/result/o: the result changed"], set("/result/o", "x")),
    ]

    static let patches: [Case] = [
        set("/summary", "Another."), set("/notes", "m"), set("/version", "9.9.9"), set("/tests/0/name", "u"), set("/config/properties/c/default", 2),
        set("/input/properties/b/description", "c"), set("/output/properties/o/title", "O"), set("/steps/0/with/prompt", "q"),
        set("/steps/0/with/system", "s"),
        set("/steps/0/timeout", "6s"), set("/steps/0/retry/attempts", 3), set("/steps/0/note", "m"), remove("/steps/0/retry"),
        set("/steps/0/when", "${ input.a == 'x' }"), set("/steps/2/each/steps/0/timeout", "2s"), set("/steps/3/switch/cases/0/steps/0/note", "m"),
        set("/steps/3/switch/else/0/note", "m"), set("/steps/4/parallel/branches/x/0/note", "m"), set("/steps/5/catch/0/steps/0/note", "m"),
        set("/finally/0/note", "m"), set("/secrets", ["T", "S"]),
    ].map { Case(.patch, [], $0) }

    @Test(arguments: promises + reach + structure + patches)
    func `a change asks for its bump, with the place and the rule`(_ change: Case) throws {
        let new = try Patch(change.patch).apply(to: Self.skill)
        try #require(new != Self.skill)
        let changes = VersionChange.all(from: Self.skill, to: new)
        #expect(changes.filter { $0.bump == change.bump }.map(\.description) == change.said)
        #expect(changes.allSatisfy { $0.bump <= change.bump && Pointer(parsing: $0.pointer) != nil })
        #expect(changes.map(\.bump) == changes.map(\.bump).sorted(by: >))
        #expect(VersionBump.least(from: Self.skill, to: new) == change.bump)
    }

    @Test func `a skill is no change of itself, in whatever order it is written`() {
        var dice = Dice(seed: 11)
        #expect(VersionChange.all(from: Self.skill, to: dice.shuffled(Self.skill)) == [])
        #expect(VersionBump.least(from: Self.skill, to: dice.shuffled(Self.skill)) == .patch)
    }

    @Test(arguments: [(VersionBump.major, "2.0.0"), (.minor, "1.3.0"), (.patch, "1.2.4")])
    func `a bump raises its number and clears those behind it`(bump: VersionBump, label: String) {
        #expect(SemanticVersion(1, 2, 3).bumped(bump).description == label)
    }
}
