import JSON
import Testing

@Suite struct PointerTests {
    /// The document and the rows are those of RFC 6901, section 5.
    static let document: JSON = [
        "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
    ]
    static let rows: [(String, JSON?)] = [
        ("", document), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4),
        ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8), ("/foo/2", nil), ("/foo/-", nil), ("/foo/01", nil), ("/foo/+1", nil),
        ("/foo/0/x", nil), ("/nothing", nil), ("/foo/99999999999999999999", nil), ("/foo/", nil),
    ]

    @Test(arguments: rows.indices)
    func `a pointer finds its value and keeps its text`(index: Int) throws {
        let (text, expected) = Self.rows[index]
        let pointer = try #require(Pointer(parsing: text))
        #expect(Self.document[pointer] == expected)
        #expect(pointer.description == text)
    }

    @Test(arguments: ["a", "a/b", "/~", "/~2", "/a~"])
    func `a text that is no pointer is refused`(text: String) {
        #expect(Pointer(parsing: text) == nil)
    }

    @Test func `tokens are appended and escaped`() {
        var pointer = Pointer.root
        pointer.append("a/b~")
        pointer.append(3)
        #expect(pointer.description == "/a~1b~0/3")
        #expect(Pointer(parsing: pointer.description) == pointer)
        #expect(Pointer().appending("a/b~").appending(3) == pointer)
        #expect(pointer.parent == Pointer(["a/b~"]))
        #expect(Pointer.root.parent == nil)
    }

    @Test func `pointers are told apart by code point`() {
        #expect(Pointer(["\u{E9}"]) != Pointer(["e\u{301}"]))
        #expect(Pointer(["ab", "c"]).hashValue != Pointer(["a", "bc"]).hashValue)
        #expect(Pointer(parsing: "/e\u{301}~1\u{301}")?.tokens[0].unicodeScalars.count == 4)
    }
}
