import JSON
import Testing

@Suite struct ParserTests {
    static let accepted: [(String, JSON)] = [
        ("null", .null), ("true", true), ("false", false), ("0", 0), ("-1", -1), ("\"\"", ""), ("[]", []), ("{}", [:]),
        (" \t\r\n[ 1 , 2 ] ", [1, 2]),
        ("[[],[[]],{}]", [[], [[]], [:]]),
        (#"{"b":1,"a":[null,true]}"#, ["b": 1, "a": [nil, true]]),
        (#"{"":0}"#, ["": 0]),
        (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{08}\u{0C}\n\r\t")),
        (#""\u0041\u00e9\u00E9\u0000""#, .string("Aéé\0")),
        (#""\ud83d\ude00\uD83D\uDE00""#, "😀😀"),
        (#""plain text that is long, then \n and é and more text""#, "plain text that is long, then \n and é and more text"),
        ("\"\u{7F}\u{2028}\u{FFFF}\u{10FFFF}\"", "\u{7F}\u{2028}\u{FFFF}\u{10FFFF}"),
        ("\"é\"", "\u{E9}"), ("\"e\u{301}\"", "e\u{301}"),
        ("{\"é\":1,\"e\u{301}\":2}", ["\u{E9}": 1, "e\u{301}": 2]),
        ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
        ("1.0", .double(1)), ("-0", .double(-0.0)), ("-0.0", .double(-0.0)), ("0.0", .double(0)), ("0e0", .double(0)), ("-0e5", .double(-0.0)),
        ("1e2", .double(100)), ("1E+2", .double(100)), ("12.5e-1", .double(1.25)), ("0.1", .double(0.1)), ("1e22", .double(1e22)),
        ("1e23", .double(1e23)), ("123456789012345678901234567890.5", .double(0x1.8ee90ff6c373ep+96)),
        ("0.000000000000000000000000000001", .double(1e-30)), ("9007199254740993.0", .double(9_007_199_254_740_992)),
        ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)), ("5e-324", .double(.leastNonzeroMagnitude)), ("1e-999", .double(0)),
        ("0e999999999999999999999", .double(0)), ("1e-99999999999999999999", .double(0)),
    ]

    @Test(arguments: accepted.indices)
    func `what the grammar allows is read as it stands`(index: Int) throws {
        let (text, expected) = Self.accepted[index]
        #expect(try JSON(parsing: text).isIdentical(to: expected), "\(text)")
        #expect(try JSON(parsing: Array(text.utf8)).isIdentical(to: expected), "\(text)")
    }

    static let refused: [(String, JSON.ParseError.Reason, offset: Int)] = [
        ("", .expected("a value", found: nil), 0),
        ("  ", .expected("a value", found: nil), 2),
        ("nul", .expected("a value", found: "n"), 0),
        ("True", .expected("a value", found: "T"), 0),
        ("NaN", .expected("a value", found: "N"), 0),
        ("[-Infinity]", .expected("a digit", found: "I"), 2),
        ("'a'", .expected("a value", found: "'"), 0),
        ("\0", .expected("a value", found: "\0"), 0),
        ("1 2", .expected("the end of the text", found: "2"), 2),
        ("truex", .expected("the end of the text", found: "x"), 4),
        ("{}\0", .expected("the end of the text", found: "\0"), 2),
        ("[1,]", .expected("a value", found: "]"), 3),
        ("[1 2]", .expected(", or ]", found: "2"), 3),
        ("[1", .expected(", or ]", found: nil), 2),
        ("[1}", .expected(", or ]", found: "}"), 2),
        ("[", .expected("a value", found: nil), 1),
        ("[//c\n1]", .expected("a value", found: "/"), 1),
        (#"{"a":1,}"#, .expected("a key in double quotes", found: "}"), 7),
        ("{a:1}", .expected("a key in double quotes", found: "a"), 1),
        (#"{"a" 1}"#, .expected("a : after the key", found: "1"), 5),
        (#"{"a":}"#, .expected("a value", found: "}"), 5),
        (#"{"a":1"#, .expected(", or }", found: nil), 6),
        (#"["é" 😀]"#, .expected(", or ]", found: "😀"), 6),
        (#""abc"#, .expected("the closing quote of the string", found: nil), 4),
        (#""a\"#, .expected("the closing quote of the string", found: nil), 3),
        (#""a\u00"#, .expected("the closing quote of the string", found: nil), 6),
        ("\"a\nb\"", .controlCharacter(10), 2),
        ("\"long enough for a word\tx\"", .controlCharacter(9), 23),
        ("\"\0\"", .controlCharacter(0), 1),
        (#""a\x""#, .badEscape, 2),
        (#""\u12g4""#, .badEscape, 1),
        (#""\ud83d""#, .loneSurrogate, 1),
        (#""\ude00""#, .loneSurrogate, 1),
        (#""a\ud83dx""#, .loneSurrogate, 2),
        (#""\ud83d\ud83d""#, .loneSurrogate, 1),
        (#""\ud83d\n""#, .loneSurrogate, 1),
        ("01", .leadingZero, 0), ("-00", .leadingZero, 1), ("[1,002.5]", .leadingZero, 3),
        ("-", .expected("a digit", found: nil), 1), ("+1", .expected("a value", found: "+"), 0),
        (".5", .expected("a value", found: "."), 0), ("1.", .expected("a digit", found: nil), 2),
        ("1.e5", .expected("a digit", found: "e"), 2), ("1e", .expected("a digit", found: nil), 2),
        ("1e+", .expected("a digit", found: nil), 3), ("0x10", .expected("the end of the text", found: "x"), 1),
        ("9223372036854775808", .integerTooLarge, 0), ("-9223372036854775809", .integerTooLarge, 0),
        ("[99999999999999999999999]", .integerTooLarge, 1),
        ("1e999", .numberTooLarge, 0), ("-1e309", .numberTooLarge, 0), ("1e99999999999999999999", .numberTooLarge, 0),
        ("\u{FEFF}1", .byteOrderMark, 0),
        (#"{"a":1,"b":2,"a":3}"#, .duplicateKey("a"), 13),
        (#"{"a":1,"\u0061":3}"#, .duplicateKey("a"), 7),
        ("{" + (0..<40).map { "\"k\($0)\":0," }.joined() + "\"k7\":0}", .duplicateKey("k7"), 311),
    ]

    @Test(arguments: refused.indices)
    func `what the grammar does not allow is refused with its reason and place`(index: Int) {
        let (text, reason, offset) = Self.refused[index]
        let error = #expect(throws: JSON.ParseError.self, "\(text)") { try JSON(parsing: text) }
        #expect(error?.reason == reason, "\(text)")
        #expect(error?.position.offset == offset, "\(text)")
    }

    static let notUTF8: [([UInt8], offset: Int)] = [
        ([0x80], 1), ([0x61, 0xC3], 2), ([0xC0, 0xAF], 1), ([0xE0, 0x80, 0x80], 1), ([0xED, 0xA0, 0x80], 1), ([0xF4, 0x90, 0x80, 0x80], 1),
        ([0xF0, 0x80, 0x80, 0x80], 1), ([0xFF], 1), ([0xC3, 0xA9, 0xE2, 0x82], 3), ([0x5C, 0x6E, 0xC3, 0x28], 3),
        (Array(repeating: 0x61, count: 20) + [0xF5, 0x80, 0x80, 0x80], 21),
    ]

    @Test(arguments: notUTF8.indices)
    func `bytes that are not UTF-8 are refused at the first bad sequence`(index: Int) {
        let (bytes, offset) = Self.notUTF8[index]
        let error = #expect(throws: JSON.ParseError.self) { try JSON(parsing: [0x22] + bytes + [0x22]) }
        #expect(error?.reason == .notUTF8)
        #expect(error?.position.offset == offset)
    }

    @Test func `bytes outside strings that are not UTF-8 are refused`() {
        #expect(throws: JSON.ParseError.self) { try JSON(parsing: [0x5B, 0xFF, 0x5D]) }
        #expect(throws: JSON.ParseError.self) { try JSON(parsing: [0x31, 0xC3]) }
    }

    @Test func `integers beyond 64 bits can be taken as doubles`() throws {
        let value = try JSON(parsing: "[18446744073709551615, -9223372036854775809, 7]", numbers: .roundLargeIntegers)
        #expect(value.isIdentical(to: [.double(0x1p64), .double(-0x1p63), 7]))
        #expect(throws: JSON.ParseError.self) { try JSON(parsing: String(repeating: "9", count: 400), numbers: .roundLargeIntegers) }
    }

    @Test func `decimals are rounded as the standard library rounds them`() async throws {
        var dice = Dice(seed: 11)
        for _ in 0..<20_000 {
            await Task.yield()
            let digits = (0...dice.roll(18)).map { _ in String(dice.roll(10)) }.joined()
            let fraction = (0...dice.roll(12)).map { _ in String(dice.roll(10)) }.joined()
            let text = "\(dice.roll(2) == 0 ? "-" : "")1\(digits).\(fraction)e\(dice.roll(80) - 40)"
            let expected = try #require(Double(text))
            #expect(try JSON(parsing: text).isIdentical(to: .double(expected)), "\(text)")
        }
    }
}
