/// One Swift file of the tree, as the rules see it.
struct SourceFile: Sendable {
    /// From the root of the repository, as in `Sources/JSON/Parser.swift`.
    let path: String
    let lines: [String]

    init(path: String, text: String) {
        self.path = path
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        self.lines = lines
    }

    /// The module it belongs to: the directory below `Sources/` or `sidecar/`.
    var module: String { String(path.split(separator: "/")[1]) }

    /// The lines a predicate holds for, as places that can be clicked on, each with what is wrong there.
    func places(_ complaint: String, where isWrong: (String) -> Bool) -> [String] {
        lines.indices.filter { isWrong(lines[$0]) }.map { "\(path):\($0 + 1): \(complaint)" }
    }
}
