import Testing

@testable import Terminal

@Suite struct ColumnsTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한국", 4), ("…✓", 2), ("👩‍💻", 2), ("☁️", 2), ("a\u{200B}b", 2), ("ｆ", 2),
    ])
    func `wide characters count twice and marks not at all`(text: String, columns: Int) {
        #expect(text.columns == columns)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("漢字漢字", 5, "漢字…"), ("漢字漢字", 6, "漢字…"),
        ("漢字", 4, "漢字"),
    ])
    func `a text is cut to columns, never through a character`(text: String, width: Int, cut: String) {
        #expect(text.cut(to: width) == cut)
        #expect(text.cut(to: width).columns <= width)
    }

    @Test(arguments: 1...40)
    func `wrapped lines fit and hold every word`(width: Int) {
        let text = "no complete response from 127.0.0.1:7421 within 20 seconds; 漢字漢字漢字漢字 raise the timeout\nor ask for less"
        let lines = text.wrapped(to: width)
        #expect(lines.allSatisfy { $0.columns <= max(width, 2) })
        #expect(lines.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test func `words are kept whole where they fit, and line ends stay`() {
        #expect("one two three\nfour".wrapped(to: 8) == ["one two", "three", "four"])
        #expect("a\n\nb".wrapped(to: 8) == ["a", "", "b"])
        #expect("abcdefgh".wrapped(to: 3) == ["abc", "def", "gh"])
    }

    @Test func `filling puts blanks behind words and before numbers`() {
        #expect("漢".filled(to: 4) == "漢  ")
        #expect("7".filled(to: 3, atEnd: true) == "  7")
        #expect("long".filled(to: 2) == "long")
    }
}
