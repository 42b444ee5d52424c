/// How many single-letter insertions, deletions and replacements turn one text into the other (Levenshtein).
func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var distances = Array(0...b.count)
    for (row, x) in a.enumerated() {
        var diagonal = distances[0]
        distances[0] = row + 1
        for (column, y) in b.enumerated() {
            let replaced = diagonal + (x == y ? 0 : 1)
            diagonal = distances[column + 1]
            distances[column + 1] = min(replaced, diagonal + 1, distances[column] + 1)
        }
    }
    return distances[b.count]
}

/// The name most like a misspelt one, by the whole or by its last part (`Paris`, `new york`); nil when none is similar.
/// Of equally similar names, the first.
func nearestName(to misspelt: String, in names: [String]) -> String? {
    guard misspelt.utf8.count <= 64 else { return nil }
    let wanted = folded(misspelt)
    var best: (name: String, distance: Int)?
    for name in names {
        let candidate = folded(name)
        let city = Array(candidate.split(separator: UInt8(ascii: "/")).last ?? [])
        let distance = min(editDistance(wanted, candidate), editDistance(wanted, city))
        if distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best.flatMap { $0.distance <= max(1, wanted.count / 3) ? $0.name : nil }
}

/// Letters without case, spaces as `_`: differences that do not count.
private func folded(_ name: String) -> [UInt8] {
    name.utf8.map { $0.isUppercaseLetter ? $0 | 0x20 : $0 == UInt8(ascii: " ") ? UInt8(ascii: "_") : $0 }
}
