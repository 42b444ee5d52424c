import Fuzzing

/// What became of the inputs of each target, and which took longest.
struct Tally: CustomStringConvertible {
    private struct Row {
        var accepted = 0
        var refused = 0
        var total = Duration.zero
        var slowest = Duration.zero
        var slowestIndex = 0
    }
    private var rows: [String: Row] = [:]
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var inputStart: ContinuousClock.Instant

    init() {
        start = clock.now
        inputStart = start
    }

    mutating func begin() { inputStart = clock.now }

    mutating func end(_ target: String, _ verdict: Verdict, _ index: Int) {
        let took = clock.now - inputStart
        var row = rows[target, default: Row()]
        switch verdict {
        case .accepted: row.accepted += 1
        case .refused: row.refused += 1
        }
        row.total += took
        if took > row.slowest { (row.slowest, row.slowestIndex) = (took, index) }
        rows[target] = row
    }

    var description: String {
        var lines = ["target       accepted   refused   each (us)   slowest (ms)   its number"]
        for (name, row) in rows.sorted(by: { $0.key < $1.key }) {
            let each = Self.milliseconds(row.total) * 1000 / Double(row.accepted + row.refused)
            lines.append(
                Self.padded(name, -10) + Self.padded("\(row.accepted)", 11) + Self.padded("\(row.refused)", 10) + Self.padded("\(Int(each))", 12)
                    + Self.padded("\(Int(Self.milliseconds(row.slowest)))", 15) + Self.padded("\(row.slowestIndex)", 13))
        }
        let count = rows.values.reduce(0) { $0 + $1.accepted + $1.refused }
        lines.append("\(count) inputs in \(Int(Self.milliseconds(clock.now - start) / 1000)) s")
        return lines.joined(separator: "\n")
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
    }

    /// To the right, or with a negative width to the left.
    private static func padded(_ text: String, _ width: Int) -> String {
        let blanks = String(repeating: " ", count: max(0, abs(width) - text.count))
        return width < 0 ? text + blanks : blanks + text
    }
}
