extension JSON {
    /// The name spelt most like `name`, when it is near enough to be what was meant: for "did you mean" in messages. Letter case does not
    /// count; of equally near names it is the first.
    ///
    /// - Parameter limit: how many letters may differ; a third of them, and at least one, when nothing else is said.
    package static func nearest(to name: String, among names: some Sequence<String>, within limit: Int? = nil) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars)
        // Nobody misspells as much as that, and the comparison takes the square of it.
        guard wanted.count <= 64 else { return nil }
        let most = limit ?? max(1, wanted.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in names {
            let letters = Array(candidate.lowercased().unicodeScalars)
            guard abs(letters.count - wanted.count) <= most else { continue }
            let distance = distance(wanted, letters)
            if distance <= most, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
