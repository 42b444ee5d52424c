/// What changed between two texts, line by line, in the form that `patch` and `git apply` read (unified, three lines of context).
struct LineDifference {
    private enum Line {
        case kept([UInt8])
        case removed([UInt8])
        case added([UInt8])
    }

    private static let context = 3
    private let lines: [Line]

    init(from old: [UInt8], to new: [UInt8]) {
        let (before, after) = (Self.lines(of: old), Self.lines(of: new))
        let difference = after.difference(from: before)
        let removed = Set(difference.removals.map(Self.offset)), added = Set(difference.insertions.map(Self.offset))
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if removed.contains(left) {
                lines.append(.removed(before[left]))
                left += 1
            } else if added.contains(right) {
                lines.append(.added(after[right]))
                right += 1
            } else {
                lines.append(.kept(before[left]))
                (left, right) = (left + 1, right + 1)
            }
        }
        self.lines = lines
    }

    /// Empty when nothing changed.
    func text(path: String) -> String {
        let changed = lines.indices.filter { if case .kept = lines[$0] { false } else { true } }
        guard let first = changed.first else { return "" }
        var hunks: [Range<Int>] = []
        var start = first, end = first
        for index in changed {
            if index - end - 1 > 2 * Self.context {
                hunks.append(start..<end + 1)
                start = index
            }
            end = index
        }
        hunks.append(start..<end + 1)
        return "--- a/\(path)\n+++ b/\(path)\n" + hunks.map(hunk).joined()
    }

    private func hunk(_ changed: Range<Int>) -> String {
        let range = max(0, changed.lowerBound - Self.context)..<min(lines.count, changed.upperBound + Self.context)
        let (before, after) = (counts(lines[..<range.lowerBound]), counts(lines[range]))
        let head = "@@ -\(Self.span(before.old, after.old)) +\(Self.span(before.new, after.new)) @@\n"
        return head + lines[range].map { line in
            switch line {
            case .kept(let text): Self.written(" ", text)
            case .removed(let text): Self.written("-", text)
            case .added(let text): Self.written("+", text)
            }
        }.joined()
    }

    private func counts(_ part: ArraySlice<Line>) -> (old: Int, new: Int) {
        part.reduce((0, 0)) { sum, line in
            switch line {
            case .kept: (sum.0 + 1, sum.1 + 1)
            case .removed: (sum.0 + 1, sum.1)
            case .added: (sum.0, sum.1 + 1)
            }
        }
    }

    /// A range of nothing is said to be after the line before it.
    private static func span(_ before: Int, _ count: Int) -> String { "\(count == 0 ? before : before + 1),\(count)" }

    private static func written(_ mark: String, _ line: [UInt8]) -> String {
        let text = mark + String(decoding: line, as: UTF8.self)
        return line.last == UInt8(ascii: "\n") ? text : text + "\n\\ No newline at end of file\n"
    }

    /// With their newlines.
    private static func lines(of text: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = text[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
            lines.append(Array(rest[..<end]))
            rest = rest[end...]
        }
        return lines
    }

    private static func offset(_ change: CollectionDifference<[UInt8]>.Change) -> Int {
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
