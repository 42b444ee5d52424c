/// A path inside a repository that is safe to write: relative, slash-separated, and harmless on every file system that git supports.
struct TreePath: Hashable {
    /// Each part as its UTF-8 bytes: to git, two spellings of the same accented letter are two names.
    let components: [[UInt8]]

    /// Refuses the empty path, a leading or trailing slash, empty parts, `.`, `..`, control characters, backslashes, and every spelling of `.git`
    /// that some file system would take for it.
    init(_ text: String) throws(GitError) {
        let parts = text.utf8.split(separator: 47, omittingEmptySubsequences: false).map(Array.init)
        for part in parts {
            if let reason = Self.objection(to: part) { throw .invalid("the path \"\(text)\"", reason: reason) }
        }
        components = parts
    }

    private static func objection(to part: [UInt8]) -> String? {
        if part.isEmpty { return "it is empty, absolute, or has an empty part" }
        if part == [46] || part == [46, 46] { return "it contains a . or .. part" }
        if part.contains(where: { $0 < 32 || $0 == 127 || $0 == 92 }) { return "it contains a control character or a backslash" }
        if part.count > 255 { return "a part of it is longer than 255 bytes" }
        return isGitDirectory(part) ? "it leads into the git directory" : nil
    }

    /// HFS+ ignores certain invisible characters and case; NTFS ignores case, trailing dots and spaces, and what follows a colon, and knows
    /// `.git` also as `git~1`.
    private static func isGitDirectory(_ part: [UInt8]) -> Bool {
        let visible = String(decoding: part, as: UTF8.self).unicodeScalars.filter { !ignored.contains($0.value) }
        var name = String(String.UnicodeScalarView(visible)).lowercased().prefix { $0 != ":" }
        while let last = name.last, last == "." || last == " " { name.removeLast() }
        return name == ".git" || name == "git~1"
    }

    private static let ignored: Set<UInt32> = Set([0x200C...0x200F, 0x202A...0x202E, 0x206A...0x206F, 0xFEFF...0xFEFF].joined())
}
