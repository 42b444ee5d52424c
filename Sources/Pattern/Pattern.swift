/// A regular expression matched in linear time: by an automaton that never backtracks, so no pattern and no text can make it hang.
///
/// The syntax is the one RE2 and ECMA-262 share, on Unicode scalars: literals, escapes, classes, groups, alternation, repetition, flags
/// `(?i)`, `(?m)`, `(?s)` and anchors. `\d`, `\w`, `\s` and `\b` are ASCII, `.` is any scalar but `\n`, `^` and `$` mean the whole text
/// unless `(?m)` is set. Back-references and look-around cannot be matched in linear time and are refused.
package struct Pattern: Sendable {
    package let source: String
    let program: Program

    /// Throws when `source` is not a pattern, or one that needs more than 10,000 instructions (`a{1,20000}`).
    package init(_ source: String) throws(PatternError) {
        self.source = source
        var parser = Parser(source)
        program = try Program(parser.pattern())
    }

    /// The number of instructions. A search takes at most `size` steps for each scalar of the text and one more.
    package var size: Int { program.instructions.count }

    /// True when some part of `text` matches: the search is not anchored, as in RE2's partial match and JSON Schema's `pattern`.
    package func matches(_ text: String) -> Bool { search(text).found }

    /// `matches`, with the steps the automaton took: the measure for whoever has to meter the cost.
    package func search(_ text: String) -> (found: Bool, steps: Int) {
        var text = text
        return text.withUTF8 { bytes in
            Machine.run(program, on: bytes)
        }
    }
}

/// Two patterns are the same when their sources are, by code point.
extension Pattern: Hashable {
    package static func == (a: Pattern, b: Pattern) -> Bool { a.source.utf8.elementsEqual(b.source.utf8) }
    package func hash(into hasher: inout Hasher) {
        for byte in source.utf8 { hasher.combine(byte) }
    }
}

extension Pattern: CustomStringConvertible {
    package var description: String { source }
}
