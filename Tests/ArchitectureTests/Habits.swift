/// Words that have no place in the product: ways to crash on bad input, and notes of work not done.
func forbiddenWords(in files: [SourceFile]) -> [String] {
    let crashes = ["try!", "as!", "fatalError("]
    let notes = ["TODO", "FIXME"]
    return files.flatMap { file in
        crashes.flatMap { word in file.places(word) { !isComment($0) && holds($0, word) } }
            + notes.flatMap { word in file.places(word) { holds($0, word) } }
    }
}

/// Places where the compiler's word on data races is replaced by ours.
func uncheckedSendables(in files: [SourceFile]) -> [String] {
    files.flatMap { $0.places("@unchecked Sendable", where: isUnchecked) }
}

/// Those without a comment on one of the two lines above that could say why.
func unexplainedSendables(in files: [SourceFile]) -> [String] {
    files.flatMap { file in
        file.lines.indices
            .filter { isUnchecked(file.lines[$0]) && !file.lines[max(0, $0 - 2)..<$0].contains(where: isComment) }
            .map { "\(file.path):\($0 + 1): @unchecked Sendable without a reason on the lines above" }
    }
}

private func isUnchecked(_ line: String) -> Bool { !isComment(line) && line.contains("@unchecked Sendable") }

private func isComment(_ line: String) -> Bool { line.drop(while: \.isWhitespace).hasPrefix("//") }

/// Whether `word` stands in the line and not as the tail or head of a longer name (`has!` is not `as!`).
private func holds(_ line: String, _ word: String) -> Bool {
    line.ranges(of: word).contains { range in
        let before = line[..<range.lowerBound].last
        let after = line[range.upperBound...].first
        return !isName(before) && !(isName(word.last) && isName(after))
    }
}

private func isName(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
}
