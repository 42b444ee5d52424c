import JSON
import Testing

@Suite struct DifferenceTests {
    static let rows: [(JSON, JSON, String?)] = [
        (1, 1.0, nil), (["a": 1, "b": 2], ["b": 2, "a": 1], nil),
        (1, 2, "the value: expected 1, got 2"), (1, "1", "the value: expected 1, got \"1\""),
        (["a": [1, ["b": nil]]], ["a": [1, ["b": false]]], "/a/1/b: expected null, got false"),
        ([1], [1, 2], "/1: expected nothing, got 2"), ([1, 2], [1], "/1: expected 2, got nothing"),
        (["a": 1], ["a": 1, "b/c": 2], "/b~1c: expected nothing, got 2"), (["a": 1], [:], "/a: expected 1, got nothing"),
        (["a": nil], [:], "/a: expected null, got nothing"), ([:], [], "the value: expected {}, got []"),
        ("\u{E9}", "e\u{301}", "the value: expected \"\u{E9}\", got \"e\u{301}\""),
    ]

    @Test(arguments: rows.indices)
    func `the first difference is told with its place`(index: Int) {
        let (expected, got, text) = Self.rows[index]
        #expect(firstDifference(expected, got)?.description == text)
    }

    @Test func `values differ just when a difference is found`() {
        var dice = Dice(seed: 9)
        for _ in 0..<2000 {
            let (a, b) = (dice.value(depth: 2), dice.value(depth: 2))
            #expect((firstDifference(a, b) == nil) == (a == b))
            #expect(firstDifference(a, a) == nil)
        }
    }

    @Test func `an excerpt is short`() {
        #expect(JSON.string("abc").excerpt() == "\"abc\"")
        #expect(JSON.string(String(repeating: "x", count: 1000)).excerpt(10) == "\"xxxxxxxx…")
    }
}
