package import JSON

/// A JSON document as a person reads it.
package enum Document {
    /// Indented JSON, two columns in. Unless `isFull`, long texts are cut to the screen and what comes after `lines` lines is counted.
    package static func text(_ json: JSON, on screen: Screen, isFull: Bool, lines limit: Int = 24) -> String {
        let lines = json.text(.pretty).harmlessText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard !isFull else { return lines.map { "  \($0)\n" }.joined() }
        let shown = lines.count <= limit ? lines : Array(lines.prefix(limit - 1))
        let rest = Int64(lines.count - shown.count)
        let tail = rest > 0 ? screen.paint("  … \(Amounts.count(rest, "more line")); --full shows all", .faint) + "\n" : ""
        return shown.map { "  " + $0.cut(to: max(screen.width - 2, 20)) + "\n" }.joined() + tail
    }
}
