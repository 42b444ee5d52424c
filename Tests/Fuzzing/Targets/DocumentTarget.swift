import JSON

/// JSON texts: parsing, places, writing.
struct DocumentTarget: Target {
    let name = "document"
    let share = 30

    func input(_ dice: inout Dice) -> [UInt8] {
        let corpus = Corpus.standard
        var bytes: [UInt8]
        switch dice.roll(10) {
        case 0: bytes = nested(&dice)
        case 1: bytes = Array("[\(dice.pick(Words.numerals)),{\"n\":\(dice.pick(Words.numerals))}]".utf8)
        case 2, 3: bytes = dice.pick(corpus.skills).bytes(dice.pick(.compact, .pretty))
        case 4: bytes = DocumentMutation.changed(dice.pick(corpus.loops), from: dice.pick(corpus.loops), &dice).bytes(.compact)
        default:
            var grammar = SchemaGrammar(dice)
            bytes = grammar.value(5).bytes(dice.pick(.compact, .pretty, .canonical))
            dice = grammar.dice
        }
        guard !dice.chance(20) else { return bytes }
        let other = dice.pick(corpus.loops).bytes(.compact)
        for _ in 0...dice.roll(4) { ByteMutation.change(&bytes, from: other, &dice) }
        return bytes
    }

    private func nested(_ dice: inout Dice) -> [UInt8] {
        let depth = dice.pick(1, 10, 511, 512, 513, 10_000, 30_000)
        let (open, close) = dice.pick(("[", "]"), ("{\"a\":", "}"), ("[{\"\":", "}]"))
        return Array((String(repeating: open, count: depth) + "1" + String(repeating: close, count: dice.chance(80) ? depth : depth - 1)).utf8)
    }

    func examine(_ input: [UInt8]) throws(Broken) -> Verdict {
        let value: JSON
        do throws(JSON.ParseError) {
            value = try JSON(parsing: input)
        } catch {
            try promise((0...input.count).contains(error.position.offset), "the error is at \(error.position.offset) of \(input.count) bytes")
            try promise(error.position.line >= 1 && error.position.column >= 1 && !error.description.isEmpty, "the error has no place: \(error)")
            switch error.reason {
            // The map only tells places, and these have one.
            case .duplicateKey, .integerTooLarge: _ = try? SourceMap(parsing: input)
            default: try promise((try? SourceMap(parsing: input)) == nil, "the source map takes what the parser refuses")
            }
            return .refused
        }
        try promise(depth(value) <= JSON.deepest, "nested deeper than \(JSON.deepest)")
        for form in [JSON.Form.compact, .pretty] {
            let written = value.bytes(form)
            guard let again = try? JSON(parsing: written) else { throw Broken("what was written as \(form) cannot be read") }
            try promise(identical(again, value), "written as \(form) and read again it is another value")
        }
        let canonical = value.bytes(.canonical)
        guard let same = try? JSON(parsing: canonical, numbers: .roundLargeIntegers) else { throw Broken("the canonical form cannot be read") }
        try promise(same.bytes(.canonical) == canonical, "the canonical form of the canonical form is another one")
        guard let map = try? SourceMap(parsing: input) else { throw Broken("the source map refuses what the parser takes") }
        try promise(map.position(of: .root) != nil, "the source map does not know where the document is")
        return .accepted
    }

    private func depth(_ value: JSON) -> Int {
        switch value {
        case .array(let items): 1 + (items.map(depth).max() ?? 0)
        case .object(let object): 1 + (object.values.map(depth).max() ?? 0)
        default: 0
        }
    }

    /// Equal kind by kind and in the order of keys.
    private func identical(_ a: JSON, _ b: JSON) -> Bool { a == b && a.bytes(.compact) == b.bytes(.compact) }
}
