import JSON

extension Dice {
    /// A JSON value of every kind, with the texts and numbers that are easily got wrong.
    mutating func value(depth: Int) -> JSON {
        switch roll(depth == 0 ? 6 : 9) {
        case 0: .null
        case 1: .bool(roll(2) == 0)
        case 2: .int(integer())
        case 3: .double(double())
        case 4, 5: .string(text())
        case 6: .array((0..<roll(5)).map { _ in value(depth: depth - 1) })
        case 7: .object(JSON.Object((0..<roll(5)).map { _ in (text(), value(depth: depth - 1)) }))
        default: .object(JSON.Object((0..<roll(40)).map { ("k\($0)", .int(Int64($0))) }))
        }
    }

    mutating func integer() -> Int64 {
        let edges: [Int64] = [0, 1, -1, 9, 10, .max, .min, 1 << 53, -(1 << 53) - 1, .max - 1]
        return roll(2) == 0 ? pick(edges) : Int64(truncatingIfNeeded: bits()) >> Int64(roll(63))
    }

    mutating func double() -> Double {
        let edges = [0, -0.0, 0.1, 1.5, 1e21, 1e20, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0x1p53, 1e22, 123_456.789]
        if roll(3) == 0 { return pick(edges) }
        if roll(2) == 0 { return Double(roll(1_000_000)) / 1000 }
        let any = Double(bitPattern: bits())
        return any.isFinite ? any : 0.25
    }

    mutating func text() -> String {
        let pieces = [
            "a", "key", "é", "e\u{301}", "😀", "\"", "\\", "\n", "\0", "\u{1F}", "\u{7F}", "/", "~", "漢字", " ", "\u{2028}", "0123456789abcdef",
        ]
        return (0..<roll(4)).map { _ in pick(pieces) }.joined()
    }
}

extension JSON {
    /// Equal and of the same kinds all the way down: tells 1 from 1.0 and 0.0 from -0.0.
    func isIdentical(to other: JSON) -> Bool {
        switch (self, other) {
        case (.int(let a), .int(let b)): a == b
        case (.double(let a), .double(let b)): a.bitPattern == b.bitPattern
        case (.array(let a), .array(let b)): a.elementsEqual(b) { $0.isIdentical(to: $1) }
        case (.object(let a), .object(let b)):
            a.elementsEqual(b) { $0.0.utf8.elementsEqual($1.0.utf8) && $0.1.isIdentical(to: $1.1) }
        case (.int, .double), (.double, .int): false
        default: self == other
        }
    }
}
