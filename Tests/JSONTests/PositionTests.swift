import JSON
import Testing

@Suite struct PositionTests {
    @Test func `an error reads well`() {
        let error = #expect(throws: JSON.ParseError.self) { try JSON(parsing: "{\n  \"naïve😀\": 1,\n  \"naïve😀\" 2\n}") }
        #expect(error?.description == "line 3, column 12: expected a : after the key, found \"2\"")
    }

    static let lines: [(String, line: Int, column: Int)] = [
        ("[1,\n2 x]", 2, 3), ("[1,\r\n2 x]", 2, 3), ("[1,\r2 x]", 2, 3),
        ("[\n\n\nx", 4, 1), ("[\"👨‍👩‍👧e\u{301}\"x", 1, 6), ("[1,\n", 2, 1), ("x", 1, 1),
    ]

    @Test(arguments: lines.indices)
    func `lines and columns are counted as an editor counts them`(index: Int) {
        let (text, line, column) = Self.lines[index]
        let error = #expect(throws: JSON.ParseError.self) { try JSON(parsing: text) }
        #expect(error?.position.line == line)
        #expect(error?.position.column == column)
    }

    @Test func `every reason has a message`() {
        let reasons: [(JSON.ParseError.Reason, String)] = [
            (.byteOrderMark, "byte order mark"), (.notUTF8, "UTF-8"), (.controlCharacter(7), "\\u0007"), (.controlCharacter(0x1B), "\\u001b"),
            (.badEscape, "escape"), (.loneSurrogate, "surrogate"), (.leadingZero, "zero"), (.integerTooLarge, "64 bits"),
            (.numberTooLarge, "range"), (.duplicateKey("a\"b"), #""a\"b""#), (.tooDeep(limit: 9), "9 levels"), (.tooLong(limit: 8), "8 bytes"),
            (.expected("a value", found: nil), "the text ends"), (.expected("a value", found: "x"), "found \"x\""),
        ]
        for (reason, part) in reasons {
            let position = [].withUnsafeBytes { Position(offset: 0, in: $0) }
            #expect(JSON.ParseError(reason: reason, position: position).description.contains(part))
        }
    }

    @Test func `a source map tells where values and keys stand`() throws {
        let text = """
            {
              "name": "x",
              "steps": [
                {"call": {"a/b": 1}},
                true
              ]
            }
            """
        let map = try SourceMap(parsing: text)
        func place(_ pointer: String) -> String? { Pointer(parsing: pointer).flatMap { map.position(of: $0)?.description } }
        func key(_ pointer: String) -> String? { Pointer(parsing: pointer).flatMap { map.keyPosition(of: $0)?.description } }
        #expect(place("") == "line 1, column 1")
        #expect(place("/name") == "line 2, column 11")
        #expect(key("/name") == "line 2, column 3")
        #expect(place("/steps/0") == "line 4, column 5")
        #expect(key("/steps/0") == nil)
        #expect(place("/steps/0/call/a~1b") == "line 4, column 22")
        #expect(key("/steps/0/call/a~1b") == "line 4, column 15")
        #expect(place("/steps/1") == "line 5, column 5")
        #expect(place("/steps/2") == nil)
        #expect(map.nearestPosition(to: Pointer(["steps", "7", "x"]))?.line == 3)
    }

    @Test func `a source map knows every value of a document and no other`() throws {
        var dice = Dice(seed: 5)
        for _ in 0..<200 {
            let value = dice.value(depth: 4)
            let text = value.text(.pretty)
            let map = try SourceMap(parsing: text)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            func check(_ value: JSON, _ pointer: Pointer) throws {
                let position = try #require(map.position(of: pointer))
                let rest = lines[position.line - 1].dropFirst(position.column - 1)
                let start = value.text(.pretty).split(separator: "\n", omittingEmptySubsequences: false)[0]
                #expect(rest.hasPrefix(start), "\(pointer)")
                for (index, item) in (value.array ?? []).enumerated() { try check(item, pointer.appending(index)) }
                for (key, member) in value.object ?? [:] { try check(member, pointer.appending(key)) }
            }
            try check(value, .root)
        }
    }

    @Test func `a source map refuses what the parser refuses`() {
        for text in ["", "[1,]", "{\"a\"}", "[1] 2", "\u{FEFF}1", "\"a", String(repeating: "[", count: 600)] {
            #expect(throws: JSON.ParseError.self) { try SourceMap(parsing: text) }
        }
    }
}
