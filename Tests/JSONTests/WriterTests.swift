import JSON
import Testing

@Suite struct WriterTests {
    @Test func `compact keeps order and kinds`() {
        let value: JSON = ["b": [1, 1.0, -0.0, 1e21, nil], "a": ["x": "é/\u{7F}"], "c": [], "d": [:]]
        #expect(value.text(.compact) == "{\"b\":[1,1.0,-0.0,1e+21,null],\"a\":{\"x\":\"é/\u{7F}\"},\"c\":[],\"d\":{}}")
        #expect(value.description == value.text(.compact))
    }

    @Test func `pretty indents by two spaces and keeps order`() {
        let value: JSON = ["b": [1, ["x": true]], "a": [], "c": [:]]
        let expected = """
            {
              "b": [
                1,
                {
                  "x": true
                }
              ],
              "a": [],
              "c": {}
            }
            """
        #expect(value.text(.pretty) == expected)
    }

    @Test func `canonical sorts keys by code point`() {
        let value: JSON = ["b": 1, "\u{10000}": 2, "\u{FFFF}": 3, "a": 4, "": 5, "é": 6, "e\u{301}": 7, "B": 8]
        #expect(value.text(.canonical) == "{\"\":5,\"B\":8,\"a\":4,\"b\":1,\"e\u{301}\":7,\"é\":6,\"\u{FFFF}\":3,\"\u{10000}\":2}")
    }

    @Test func `escapes are the fewest JSON allows`() {
        let all = String(String.UnicodeScalarView((0..<0x21).compactMap(Unicode.Scalar.init(_:)))) + "\"\\/\u{7F}\u{2028}😀"
        let expected =
            #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017"#
            + #"\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f \"\\/"# + "\u{7F}\u{2028}😀\""
        #expect(JSON.string(all).text(.canonical) == expected)
        #expect(JSON.string(all).text(.compact) == expected)
    }

    /// Most rows are those of RFC 8785, appendix B.
    static let numbers: [(String, canonical: String)] = [
        ("1", "1"), ("1.0", "1"), ("0", "0"), ("-0.0", "0"), ("1e2", "100"), ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"), ("5e-324", "5e-324"), ("-5e-324", "-5e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"), ("-9007199254740992.0", "-9007199254740992"),
        ("9007199254740994.0", "9007199254740994"), ("295147905179352830000.0", "295147905179352830000"),
        ("9.999999999999997e22", "9.999999999999997e+22"), ("1e23", "1e+23"), ("1.0000000000000001e23", "1.0000000000000001e+23"),
        ("1e21", "1e+21"), ("999999999999999900000.0", "999999999999999900000"), ("0.000001", "0.000001"),
        ("9.999999999999997e-7", "9.999999999999997e-7"), ("1e-7", "1e-7"), ("333333333.3333332", "333333333.3333332"),
        ("333333333.33333325", "333333333.33333325"), ("-0.0000033333333333333333", "-0.0000033333333333333333"), ("0.1", "0.1"),
        ("1.5", "1.5"), ("123456.789", "123456.789"), ("1e-5", "0.00001"), ("12345678901234567890.0", "12345678901234567000"),
        ("1424953923781206.2", "1424953923781206.2"),
    ]

    @Test(arguments: numbers.indices)
    func `canonical numbers are written as ECMAScript writes them`(index: Int) throws {
        let (text, canonical) = Self.numbers[index]
        #expect(try JSON(parsing: text).text(.canonical) == canonical)
    }

    @Test func `a number that is not finite is written as null`() {
        #expect(JSON.array([.double(.nan), .double(.infinity)]).text(.compact) == "[null,null]")
    }

    @Test func `compact and pretty text read back to the same value, kind by kind`() throws {
        var dice = Dice(seed: 3)
        for _ in 0..<3000 {
            let value = dice.value(depth: 4)
            #expect(try JSON(parsing: value.bytes(.compact)).isIdentical(to: value))
            #expect(try JSON(parsing: value.text(.pretty)).isIdentical(to: value))
        }
    }

    @Test func `canonical bytes are equal just when values are`() throws {
        var dice = Dice(seed: 4)
        for _ in 0..<3000 {
            let value = dice.value(depth: 3)
            let bytes = value.bytes(.canonical)
            let again = try JSON(parsing: bytes, numbers: .roundLargeIntegers)
            #expect(again == value)
            #expect(again.hashValue == value.hashValue)
            #expect(again.bytes(.canonical) == bytes)
            let other = dice.value(depth: 3)
            #expect((other == value) == (other.bytes(.canonical) == bytes))
        }
        #expect(JSON.int(1 << 60).bytes(.canonical) == JSON.double(0x1p60).bytes(.canonical))
    }
}
