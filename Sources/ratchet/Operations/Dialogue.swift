import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A question to whoever sits at the terminal.
enum Dialogue {
    /// Whether somebody can be asked.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 }

    /// Asks on standard error, so that the output stays an answer.
    /// - Returns: the line without blanks around it; nil at the end of the input.
    static func ask(_ question: String) throws -> String? {
        try TextOutput.errors.write(question + ": ")
        return readLine().map { line in
            let words = line.drop { $0 == " " || $0 == "\t" }
            return String(words.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
    }

    /// Goes on only with `isGiven`, or when the person at the terminal says yes.
    /// - Throws: `UsageFailure` when nobody can be asked, `CommandFailure` when the answer is not yes.
    static func confirm(_ question: String, isGiven: Bool) throws {
        if isGiven { return }
        guard isPossible else { throw UsageFailure("\(question) Say --yes to do it") }
        guard let answer = try ask("\(question) [y/N]"), ["y", "yes"].contains(answer.lowercased()) else { throw CommandFailure("nothing was done") }
    }
}
