/// The known name that a misspelt one most likely means.
package enum Nearest {
    /// Nil when nothing is near: more than a third of the letters differ.
    package static func name(to text: String, among names: some Sequence<String>) -> String? {
        let best = names.map { (name: $0, distance: distance(Array(text.utf8), Array($0.utf8))) }.min { $0.distance < $1.distance }
        guard let best, best.distance <= max(1, text.utf8.count / 3) else { return nil }
        return best.name
    }

    /// Levenshtein's distance.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
