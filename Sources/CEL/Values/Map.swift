package import JSON

extension Value {
    /// Keys to values. One made from JSON keeps the JSON object. Numeric keys of different types that are equal are the same key.
    package struct Map: Sendable {
        enum Backing: Sendable {
            case entries(Entries)
            case json(JSON.Object)
        }
        let backing: Backing

        package init(_ object: JSON.Object) { backing = .json(object) }
        init(_ entries: Entries) { backing = .entries(entries) }

        package var count: Int {
            switch backing {
            case .entries(let entries): entries.keys.count
            case .json(let object): object.count
            }
        }

        /// The value of a key; nil when there is none, also when `key` is of a type that cannot be a key.
        package subscript(key: Value) -> Value? {
            switch backing {
            case .entries(let entries): return entries.position(of: key).map { entries.values[$0] }
            case .json(let object):
                guard case .string(let text) = key else { return nil }
                return object[text].map(Value.init)
            }
        }

        package subscript(text text: String) -> Value? {
            switch backing {
            case .entries(let entries): entries.position(of: .string(text)).map { entries.values[$0] }
            case .json(let object): object[text].map(Value.init)
            }
        }

        func has(_ text: String) -> Bool {
            switch backing {
            case .entries(let entries): entries.position(of: .string(text)) != nil
            case .json(let object): object.position(of: text) != nil
            }
        }

        /// The key at a position the caller has checked, in the order of the entries.
        package func key(at position: Int) -> Value {
            switch backing {
            case .entries(let entries): entries.keys[position]
            case .json(let object): .string(object[position].key)
            }
        }

        package func value(at position: Int) -> Value {
            switch backing {
            case .entries(let entries): entries.values[position]
            case .json(let object): Value(object[position].value)
            }
        }
    }
}

extension Value.Map {
    /// The pairs of a map built by an expression, in the order they were added.
    struct Entries: Sendable {
        private(set) var keys: [Value] = []
        private(set) var values: [Value] = []
        /// Positions by key, kept only for maps with more entries than a scan is good for.
        private var index: [Key: Int] = [:]
        private static let scanned = 8

        func position(of key: Value) -> Int? {
            if keys.count > Self.scanned { return Key(key).flatMap { index[$0] } }
            return keys.firstIndex { $0.equals(key) }
        }

        enum Refusal { case keyType, repeated }

        /// Adds a pair, or says why it cannot be in a map.
        mutating func add(_ key: Value, _ value: Value) -> Refusal? {
            guard let indexed = Key(key) else { return .keyType }
            if case .double = key { return .keyType }
            if position(of: key) != nil { return .repeated }
            keys.append(key)
            values.append(value)
            if keys.count == Self.scanned + 1 {
                for (position, key) in keys.enumerated() {
                    if let key = Key(key) { index[key] = position }
                }
            } else if keys.count > Self.scanned {
                index[indexed] = keys.count - 1
            }
            return nil
        }
    }

    /// A key in the form in which equal keys are identical: integral numbers of any type are one, text is by code point.
    enum Key: Hashable {
        case bool(Bool)
        case int(Int64)
        case uint(UInt64)
        case text([UInt8])

        init?(_ value: Value) {
            switch value {
            case .bool(let b): self = .bool(b)
            case .int(let i): self = .int(i)
            case .uint(let u): self = Int64(exactly: u).map(Key.int) ?? .uint(u)
            case .double(let d):
                if let i = Int64(exactly: d) { self = .int(i) } else if let u = UInt64(exactly: d) { self = .uint(u) } else { return nil }
            case .string(let s): self = .text(Array(s.utf8))
            default: return nil
            }
        }
    }
}

extension Value.Map {
    /// A map with text keys. A later pair with the same key is dropped.
    package init(_ members: [(String, Value)]) {
        var entries = Entries()
        for (key, value) in members { _ = entries.add(.string(key), value) }
        self.init(entries)
    }
}
