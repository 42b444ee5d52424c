extension Parser {
    /// `[...]`. A `]` that comes first and a `-` that makes no range are literals.
    mutating func characterClass() throws(PatternError) -> ScalarSet {
        let start = position
        position += 1
        let negated = take("^")
        var ranges: [ScalarSet.Range] = []
        var categories: Categories = []
        var first = true
        while let next = peek() {
            if next == "]", !first {
                position += 1
                return ScalarSet(ranges, categories: categories, negated: negated, caseless: flags.caseless)
            }
            first = false
            if let posix = try posixClass() {
                ranges += posix
            } else if let (escaped, escapedCategories) = try escapedSet() {
                ranges += escaped
                categories.formUnion(escapedCategories)
            } else {
                ranges.append(try classRange())
            }
        }
        throw error(.unbalanced("a [ is never closed"), at: start)
    }

    private mutating func classRange() throws(PatternError) -> ScalarSet.Range {
        let start = position
        let low = try classScalar()
        guard starts(with: "-"), position + 1 < source.count, source[position + 1] != "]" else { return low.value...low.value }
        position += 1
        let setFollows = try escapedSet() != nil
        guard !setFollows, let high = try? classScalar(), low <= high else {
            let text = source[start..<min(position, source.count)].reduce(into: "") { $0.unicodeScalars.append($1) }
            throw error(.badRange(text), at: start)
        }
        return low.value...high.value
    }

    private mutating func classScalar() throws(PatternError) -> Unicode.Scalar {
        if take("\\b") { return "\u{08}" }
        guard let next = peek() else { throw error(.unbalanced("a [ is never closed")) }
        return next == "\\" ? try escapedScalar() : advance(next)
    }

    /// `[:name:]` or `[:^name:]`; nil, with nothing read, when there is none.
    private mutating func posixClass() throws(PatternError) -> [ScalarSet.Range]? {
        guard starts(with: "[:") else { return nil }
        var end = position + 2
        while end < source.count, source[end].properties.isAlphabetic || source[end] == "^" { end += 1 }
        guard end + 1 < source.count, source[end] == ":", source[end + 1] == "]" else { return nil }
        let start = position
        position += 2
        let negated = take("^")
        let name = source[position..<end].reduce(into: "") { $0.unicodeScalars.append($1) }
        guard let ranges = NamedSets.ranges(forPOSIX: name) else { throw error(.unknownClass("[:\(name):]"), at: start) }
        position = end + 2
        return negated ? ScalarSet.complement(of: ranges) : ranges
    }
}
