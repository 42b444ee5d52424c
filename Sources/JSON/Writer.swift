/// Writes values as UTF-8.
struct Writer {
    private(set) var bytes: [UInt8] = []
    private let form: JSON.Form
    private var depth = 0

    init(_ form: JSON.Form) {
        self.form = form
        // Most values fit, and growing costs more than the room.
        bytes.reserveCapacity(224)
    }

    mutating func write(_ value: JSON) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let bool): bytes += (bool ? "true" : "false").utf8
        case .int(let int): write(int)
        case .double(let double): write(double)
        case .string(let string): write(string)
        case .array(let items): write(items)
        case .object(let object): write(object)
        }
    }

    private mutating func write(_ items: [JSON]) {
        open(UInt8(ascii: "["))
        for (position, item) in items.enumerated() {
            separate(isFirst: position == 0)
            write(item)
        }
        close(UInt8(ascii: "]"), isEmpty: items.isEmpty)
    }

    private mutating func write(_ object: JSON.Object) {
        open(UInt8(ascii: "{"))
        if form == .canonical {
            for (place, position) in Self.sorted(object.keys).enumerated() { write(object, position, isFirst: place == 0) }
        } else {
            for position in 0..<object.count { write(object, position, isFirst: position == 0) }
        }
        close(UInt8(ascii: "}"), isEmpty: object.isEmpty)
    }

    private mutating func write(_ object: JSON.Object, _ position: Int, isFirst: Bool) {
        separate(isFirst: isFirst)
        let (key, value) = object[position]
        write(key)
        bytes.append(UInt8(ascii: ":"))
        if form == .pretty { bytes.append(UInt8(ascii: " ")) }
        write(value)
    }

    /// Positions in the order of the keys' code points, which is also that of their UTF-8.
    private static func sorted(_ keys: [String]) -> [Int] {
        keys.indices.sorted { keys[$0].utf8.lexicographicallyPrecedes(keys[$1].utf8) }
    }

    private mutating func open(_ bracket: UInt8) {
        bytes.append(bracket)
        depth += 1
    }

    private mutating func separate(isFirst: Bool) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        if form == .pretty { newline() }
    }

    private mutating func close(_ bracket: UInt8, isEmpty: Bool) {
        depth -= 1
        if form == .pretty, !isEmpty { newline() }
        bytes.append(bracket)
    }

    private mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }
}

/// Strings.
extension Writer {
    private mutating func write(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { text in
            var start = 0
            var at = 0
            while at < text.count {
                let byte = text[at]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<at]))
                    escape(byte)
                    start = at + 1
                }
                at += 1
            }
            if start < text.count { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...])) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x00..<0x20:
            bytes += (byte < 0x10 ? "u000" : "u00").utf8
            bytes += String(byte, radix: 16).utf8
        default: bytes.append(byte)
        }
    }
}

/// Numbers.
extension Writer {
    private mutating func write(_ int: Int64) {
        let start = bytes.count
        var rest = int.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        if int < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes[start...].reverse()
    }

    private mutating func write(_ double: Double) {
        guard double.isFinite else { return write(.null) }
        guard form == .canonical else {
            bytes += double.description.utf8
            return
        }
        if let int = Int64(exactly: double) { write(int) } else { bytes += Decimal(double).ecmaScript.utf8 }
    }
}
