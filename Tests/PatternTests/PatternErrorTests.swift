import Pattern
import Testing

@Suite struct PatternErrorTests {
    static let table: [(String, PatternError.Reason, offset: Int)] = [
        ("a(b", .unbalanced("a ( is never closed"), 1),
        ("ab)", .unbalanced("a ) closes no group"), 2),
        ("x[a-", .unbalanced("a [ is never closed"), 1),
        ("[]", .unbalanced("a [ is never closed"), 0),
        ("*a", .nothingToRepeat, 0),
        ("a|+", .nothingToRepeat, 2),
        ("a**", .nothingToRepeat, 2),
        ("é++", .nothingToRepeat, 2),
        ("a{2}{3}", .nothingToRepeat, 6),
        ("(?i)*", .nothingToRepeat, 4),
        ("a{3,2}", .badRepetition, 1),
        ("a{20000}", .tooLarge(limit: 10_000), 2),
        ("a{99999999999999999999}", .tooLarge(limit: 10_000), 2),
        ("((a{100}){100}){100}", .tooLarge(limit: 10_000), 0),
        ("a\\", .badEscape("a backslash at the end"), 1),
        ("a\\q", .badEscape("\\q"), 1),
        ("a\\é", .badEscape("\\é"), 1),
        ("\\Z", .badEscape("\\Z"), 0),
        ("\\x4", .badEscape("\\x4"), 0),
        ("\\x{110000}", .badEscape("\\x{110000}"), 0),
        ("\\ud800", .badEscape("\\ud800"), 0),
        ("\\u00zz", .badEscape("\\u00"), 0),
        ("\\c1", .badEscape("\\c"), 0),
        ("a(?=b)", .unsupported("look-around (?="), 1),
        ("(?!b)", .unsupported("look-around (?!"), 0),
        ("(?<=b)", .unsupported("look-around (?<="), 0),
        ("(?<!b)", .unsupported("look-around (?<!"), 0),
        ("(a)\\1", .unsupported("the back-reference \\1"), 3),
        ("(?<n>a)\\k<n>", .unsupported("a back-reference"), 7),
        ("(?<n", .badGroup("(?<"), 0),
        ("(?x)a", .badGroup("(?x"), 0),
        ("(?i", .unbalanced("a ( is never closed"), 0),
        ("[b-a]", .badRange("b-a"), 1),
        ("[a-\\d]", .badRange("a-\\d"), 1),
        ("[[:foo:]]", .unknownClass("[:foo:]"), 1),
        ("\\p{Script=Greek}", .unknownProperty("Script=Greek"), 0),
        ("\\p{L", .unbalanced("a { is never closed"), 0),
        (String(repeating: "(", count: 5000), .nestedTooDeeply(limit: 100), 100),
    ]

    @Test(arguments: table.indices)
    func `what is no pattern is refused with its place`(index: Int) {
        let (source, reason, offset) = Self.table[index]
        #expect(throws: PatternError(reason: reason, offset: offset), "\(source)") { try Pattern(source) }
    }

    @Test func `an error says what is wrong and where`() {
        let error = #expect(throws: PatternError.self) { try Pattern("ab(?=c)") }
        #expect(error?.description == "look-around (?= cannot be matched in linear time and is not supported (at character 2 of the pattern)")
    }

    @Test func `repeating nothing a great many times costs nothing`() throws {
        #expect(try Pattern("(((){9999}){9999}){9999}").matches(""))
    }

    @Test func `any short text is either a pattern or an error inside it`() async {
        var random = Dice(seed: 7)
        let pieces = Array("ab\\[](){}*+?|^$.-,:<>=!ipPdDxu019QEé").map(String.init)
        for _ in 0..<20_000 {
            await Task.yield()
            let source = (0..<random.roll(12)).map { _ in pieces[random.roll(pieces.count)] }.joined()
            do {
                _ = try Pattern(source).matches("aab-1")
            } catch {
                #expect((0...source.unicodeScalars.count).contains(error.offset), "\(source)")
            }
        }
    }
}
