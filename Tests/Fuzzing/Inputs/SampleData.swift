package import JSON

/// Random data of the shape that `ExpressionGrammar` writes expressions for. Now and then a field is missing or of another type.
package enum SampleData {
    package static func variables(_ dice: inout Dice) -> JSON.Object {
        ["input": .object(input(&dice)), "item": row(&dice), "total": number(&dice)]
    }

    private static func input(_ dice: inout Dice) -> JSON.Object {
        var object = JSON.Object()
        let fields: [(String, JSON)] = [
            ("n", number(&dice)), ("m", number(&dice)), ("s", text(&dice)), ("t", .string(dice.pick(times))), ("d", .string(dice.pick(durations))),
            ("b", .bool(dice.chance(50))), ("z", .null), ("big", .int(dice.pick(large))),
            ("ns", .array((0..<dice.roll(5)).map { _ in number(&dice) })), ("ss", .array((0..<dice.roll(5)).map { _ in text(&dice) })),
            ("o", ["a": number(&dice), "b": text(&dice), "a-b": text(&dice), "deep": ["x": ["y": number(&dice)]]]),
            ("rows", .array((0..<dice.roll(4)).map { _ in row(&dice) })), ("mixed", .array((0..<dice.roll(5)).map { _ in any(&dice) })),
        ]
        for (key, value) in fields where !dice.chance(4) { object[key] = dice.chance(3) ? any(&dice) : value }
        return object
    }

    private static func row(_ dice: inout Dice) -> JSON {
        ["id": number(&dice), "name": text(&dice), "ok": .bool(dice.chance(50)), "tags": .array((0..<dice.roll(3)).map { _ in text(&dice) })]
    }

    private static func any(_ dice: inout Dice) -> JSON {
        switch dice.roll(7) {
        case 0: .null
        case 1: .bool(dice.chance(50))
        case 2: text(&dice)
        case 3: [number(&dice), text(&dice)]
        case 4: row(&dice)
        default: number(&dice)
        }
    }

    private static func number(_ dice: inout Dice) -> JSON {
        switch dice.roll(6) {
        case 0: dice.pick(Words.numbers)
        case 1: .double(Double(dice.roll(2000) - 1000) / 8)
        default: .int(Int64(dice.roll(12) - 2))
        }
    }

    private static func text(_ dice: inout Dice) -> JSON {
        .string(
            dice.pick(
                "", "a", "abc", "Checkout", "x,y,,z", " padded\t", "naïve", "e\u{301}", "\u{1F600}\u{1F600}", "12", "-3.5", "true", "it's \"so\"\n",
                "%s", "YWJj"))
    }

    static let times = [
        "2026-01-31T23:59:59Z", "1969-12-31T23:59:59.5Z", "2024-02-29T12:00:00+05:30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "2026-02-30T00:00:00Z",
    ]
    static let durations = ["90s", "1h30m", "-2.5s", "250ms", "0s", "106751d", "1us", "2562047h", "soon"]
    private static let large: [Int64] = [9_007_199_254_740_993, -9_007_199_254_740_993, .max, .min, 1 << 60]
}
