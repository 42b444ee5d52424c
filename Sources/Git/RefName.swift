import CGit

/// The full name of a reference, such as `refs/heads/main`, valid by git's rules (`git check-ref-format`) and below `refs/`.
package struct RefName: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ text: String) throws(GitError) {
        try Library.start()
        var valid: Int32 = 0
        let isWhole = !text.utf8.contains(0)
        guard isWhole, text.hasPrefix("refs/"), git_reference_name_is_valid(&valid, text) == 0, valid == 1 else {
            throw .invalid("the reference name \"\(text)\"", reason: "a name starts with refs/ and follows `git check-ref-format`")
        }
        description = text
    }

    /// The branch's or tag's own name: `refs/heads/main` is `main`; any other name is returned whole.
    package var short: String {
        for prefix in ["refs/heads/", "refs/tags/"] where description.hasPrefix(prefix) { return String(description.dropFirst(prefix.count)) }
        return description
    }
}

extension RefName: ExpressibleByStringLiteral {
    /// For names written in the program text; an invalid one ends the process.
    package init(stringLiteral value: String) {
        do { self = try RefName(value) } catch { preconditionFailure("a reference name in the program text is valid: \(error)") }
    }
}

extension RefName: Comparable {
    package static func < (a: RefName, b: RefName) -> Bool { a.description.utf8.lexicographicallyPrecedes(b.description.utf8) }
}
