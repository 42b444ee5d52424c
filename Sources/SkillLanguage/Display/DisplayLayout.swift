import JSON

/// Sets a value in lines.
struct DisplayLayout {
    /// The most columns of a line that holds more than one value.
    private static let columns = 100

    private var bytes: [UInt8] = []

    static func bytes(of value: Written) -> [UInt8] {
        var layout = DisplayLayout()
        layout.write(Block(value, isDocument: true), level: 0, column: 0, following: 0)
        layout.bytes.append(UInt8(ascii: "\n"))
        return layout.bytes
    }

    /// A value and the columns it takes on one line.
    private struct Block {
        enum Content {
            case text([UInt8])
            case list([Block])
            case map([(key: [UInt8], value: Block)])
        }

        let content: Content
        /// Nil when it is not to be on one line.
        let width: Int?

        init(_ value: Written, isDocument: Bool = false) {
            switch value {
            case .plain(let text):
                content = .text(Array(text.utf8))
                width = text.utf8.count
            case .string(let text):
                let bytes = JSON.string(text).bytes(.compact)
                content = .text(bytes)
                width = Self.width(of: bytes)
            case .array(let items):
                let blocks = items.map { Block($0) }
                let holdsObjects = items.contains { if case .object = $0 { true } else { false } }
                content = .list(blocks)
                width = holdsObjects || isDocument && !items.isEmpty ? nil : Self.width(of: blocks, brackets: 2)
            case .object(let members):
                let pairs = members.map { (key: JSON.string($0.key).bytes(.compact), value: Block($0.value)) }
                let keys = pairs.reduce(0) { $0 + Self.width(of: $1.key) + 2 }
                content = .map(pairs)
                width = isDocument && !members.isEmpty ? nil : Self.width(of: pairs.map(\.value), brackets: members.isEmpty ? 2 : 4).map { $0 + keys }
            }
        }

        /// In code points.
        static func width(of text: [UInt8]) -> Int { text.count { $0 & 0xC0 != 0x80 } }

        private static func width(of blocks: [Block], brackets: Int) -> Int? {
            var sum = brackets + max(0, 2 * (blocks.count - 1))
            for block in blocks {
                guard let width = block.width else { return nil }
                sum += width
            }
            return sum
        }
    }

    /// - Parameters:
    ///   - column: how much of the line is taken already.
    ///   - following: what comes behind the value on its line: a comma or nothing.
    private mutating func write(_ block: Block, level: Int, column: Int, following: Int) {
        let fits = block.width.map { column + $0 + following <= Self.columns } ?? false
        switch block.content {
        case .text(let text): bytes += text
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (position, item) in items.enumerated() {
                let isLast = position == items.count - 1
                if fits { write(item, level: level, column: 0, following: 0) } else { writeLine(item, level, isLast) }
                if !isLast { bytes += (fits ? ", " : ",").utf8 }
            }
            if !fits, !items.isEmpty { newline(level) }
            bytes.append(UInt8(ascii: "]"))
        case .map(let members):
            bytes += (fits && !members.isEmpty ? "{ " : "{").utf8
            for (position, member) in members.enumerated() {
                let isLast = position == members.count - 1
                if !fits { newline(level + 1) }
                bytes += member.key
                bytes += ": ".utf8
                let column = fits ? 0 : 2 * (level + 1) + Block.width(of: member.key) + 2
                write(member.value, level: level + 1, column: column, following: isLast ? 0 : 1)
                if !isLast { bytes += (fits ? ", " : ",").utf8 }
            }
            if !fits, !members.isEmpty { newline(level) }
            bytes += (fits && !members.isEmpty ? " }" : "}").utf8
        }
    }

    private mutating func writeLine(_ item: Block, _ level: Int, _ isLast: Bool) {
        newline(level + 1)
        write(item, level: level + 1, column: 2 * (level + 1), following: isLast ? 0 : 1)
    }

    private mutating func newline(_ level: Int) {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }
}
