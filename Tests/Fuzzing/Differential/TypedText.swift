import CEL

/// A value as text that says its type: what two implementations compare.
enum TypedText {
    /// Nil for values the other side cannot show.
    static func of(_ value: Value) -> String? {
        switch value {
        case .null: return "null"
        case .bool(let bool): return "bool \(bool)"
        case .int(let int): return "int \(int)"
        case .uint(let uint): return "uint \(uint)"
        case .double(let double): return double.isNaN ? "double nan" : "double " + hexadecimal(double.bitPattern)
        case .string(let text): return "string " + quoted(text)
        case .bytes(let bytes): return "bytes " + bytes.map { hexadecimal(UInt64($0)).suffix(2) }.joined()
        case .timestamp(let time): return "timestamp \(time.seconds * 1_000_000 + Int64(time.nanoseconds) / 1000)"
        case .duration(let duration): return "duration \(microseconds(duration))"
        case .list(let list):
            var texts: [String] = []
            for element in list.values {
                guard let text = of(element) else { return nil }
                texts.append(text)
            }
            return "[" + texts.joined(separator: ", ") + "]"
        case .map(let map):
            var texts: [String] = []
            for at in 0..<map.count {
                guard let key = key(map.key(at: at)), let value = of(map.value(at: at)) else { return nil }
                texts.append(key + ": " + value)
            }
            return "{" + texts.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }.joined(separator: ", ") + "}"
        case .type(let type): return "type " + (names[type.name] ?? type.name)
        case .optional: return nil
        }
    }

    private static let names = [
        "null_type": "null", "google.protobuf.Timestamp": "timestamp", "google.protobuf.Duration": "duration", "optional_type": "optional",
    ]

    private static func key(_ key: Value) -> String? {
        switch key {
        case .int(let int): "key \(int)"
        case .uint(let uint): "key \(uint)"
        default: of(key)
        }
    }

    /// Rounded down, as the other side has them.
    private static func microseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000 + Int64((Double(attoseconds) / 1e12).rounded(.down))
    }

    private static func hexadecimal(_ bits: UInt64) -> String {
        let text = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            let isPlain = (" "..."~").contains(scalar) && scalar != "\"" && scalar != "\\"
            quoted += isPlain ? String(scalar) : "\\u{" + String(scalar.value, radix: 16) + "}"
        }
        return quoted + "\""
    }
}
