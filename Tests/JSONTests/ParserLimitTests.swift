import JSON
import Testing

@Suite struct ParserLimitTests {
    private func nested(_ depth: Int, open: String = "[", close: String = "]") -> String {
        String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
    }

    @Test func `nesting is bounded, by 512 levels unless told otherwise`() throws {
        _ = try JSON(parsing: nested(512))
        let error = #expect(throws: JSON.ParseError.self) { try JSON(parsing: nested(513)) }
        #expect(error?.reason == .tooDeep(limit: 512))
        #expect(error?.position.offset == 512)
        _ = try JSON(parsing: nested(3), depth: 3)
        #expect(throws: JSON.ParseError.self) { try JSON(parsing: nested(4, open: "{\"a\":", close: "}"), depth: 3) }
        #expect(throws: JSON.ParseError.self) { try JSON(parsing: nested(513), depth: 100_000) }
        #expect(throws: JSON.ParseError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
    }

    @Test func `levels side by side do not add up`() throws {
        #expect(try JSON(parsing: "[[],[],{},{\"a\":[]},[]]", depth: 3).array?.count == 5)
        #expect(throws: JSON.ParseError.self) { try JSON(parsing: "[[],[],{},{\"a\":[]},[]]", depth: 2) }
    }

    @Test func `the size is bounded where asked`() throws {
        #expect(try JSON(parsing: "[1,2]", size: 5) == [1, 2])
        let error = #expect(throws: JSON.ParseError.self) { try JSON(parsing: "[1,2]", size: 4) }
        #expect(error?.reason == .tooLong(limit: 4))
    }

    @Test func `the deepest document is read and freed on a small stack`() {
        #expect(
            SmallStack.run { (try? JSON(parsing: String(repeating: "[{\"a\":", count: 256) + "1" + String(repeating: "}]", count: 256))) != nil }
                == true)
        #expect(SmallStack.run { (try? JSON(parsing: String(repeating: "[", count: 1_000_000))) == nil } == true)
    }
}
