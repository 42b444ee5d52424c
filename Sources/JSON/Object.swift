extension JSON {
    /// A JSON object: keys keep the order they came in; keys are told apart by code point, so `é` and `e` + accent are two.
    package struct Object: Sendable {
        private var pairs: [(String, JSON)] = []
        /// Positions by key, kept only for objects with more keys than a scan is good for.
        private var index: [CodePoints: Int]?
        private static let scanned = 24

        package init() {}

        /// A later pair with the same key replaces the earlier one's value and keeps its place.
        package init(_ pairs: some Sequence<(String, JSON)>) {
            reserveCapacity(pairs.underestimatedCount)
            for (key, value) in pairs { self[key] = value }
        }

        /// A key that is there twice, and where for the second time.
        struct DuplicateKey: Error {
            let key: String
            let position: Int
        }

        /// Takes keys and values as they are, of which there are equally many.
        init(distinct keys: [String], _ values: [JSON]) throws(DuplicateKey) {
            pairs = Array(zip(keys, values))
            if keys.count > Self.scanned {
                var index: [CodePoints: Int] = [:]
                index.reserveCapacity(keys.count)
                for (position, key) in keys.enumerated() where index.updateValue(position, forKey: CodePoints(text: key)) != nil {
                    throw DuplicateKey(key: key, position: position)
                }
                self.index = index
            } else {
                for position in keys.indices.dropFirst() {
                    for earlier in 0..<position where same(keys[earlier], keys[position]) {
                        throw DuplicateKey(key: keys[position], position: position)
                    }
                }
            }
        }

        package var count: Int { pairs.count }
        package var isEmpty: Bool { pairs.isEmpty }
        /// In their order.
        package var keys: [String] { pairs.map(\.0) }
        /// In the order of the keys.
        package var values: [JSON] { pairs.map(\.1) }

        /// The pair at a position from 0.
        package subscript(position: Int) -> (key: String, value: JSON) { pairs[position] }

        /// Room for so many keys.
        package mutating func reserveCapacity(_ count: Int) { pairs.reserveCapacity(count) }

        package func position(of key: String) -> Int? {
            if let index { return index[CodePoints(text: key)] }
            return pairs.firstIndex { same($0.0, key) }
        }

        /// Setting nil removes the key.
        package subscript(key: String) -> JSON? {
            get { position(of: key).map { pairs[$0].1 } }
            set {
                switch (position(of: key), newValue) {
                case (let at?, let value?): pairs[at].1 = value
                case (nil, let value?): append(key, value)
                case (let at?, nil): remove(at: at)
                case (nil, nil): break
                }
            }
        }

        private mutating func append(_ key: String, _ value: JSON) {
            if pairs.isEmpty { pairs.reserveCapacity(4) }
            pairs.append((key, value))
            if pairs.count == Self.scanned + 1 {
                reindex()
            } else if pairs.count > Self.scanned {
                index?[CodePoints(text: key)] = pairs.count - 1
            }
        }

        private mutating func remove(at position: Int) {
            pairs.remove(at: position)
            reindex()
        }

        private mutating func reindex() {
            index = pairs.count > Self.scanned ? Dictionary(uniqueKeysWithValues: pairs.enumerated().map { (CodePoints(text: $1.0), $0) }) : nil
        }
    }
}

/// A string compared and hashed by its code points.
struct CodePoints: Hashable, Sendable {
    let text: String
    static func == (a: CodePoints, b: CodePoints) -> Bool { same(a.text, b.text) }
    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// Equality by code point. `==` of Swift strings also holds for canonically equivalent text.
func same(_ a: String, _ b: String) -> Bool {
    guard a.utf8.count == b.utf8.count else { return false }
    let bytes = a.utf8.withContiguousStorageIfAvailable { a in b.utf8.withContiguousStorageIfAvailable { b in a.elementsEqual(b) } }
    return (bytes ?? nil) ?? a.utf8.elementsEqual(b.utf8)
}

extension JSON.Object: Sequence {
    package var underestimatedCount: Int { count }
    package func makeIterator() -> some IteratorProtocol<(String, JSON)> { pairs.makeIterator() }
}

extension JSON.Object: Hashable {
    package static func == (a: Self, b: Self) -> Bool {
        a.count == b.count && a.pairs.allSatisfy { key, value in b[key].map { $0 == value } ?? false }
    }
    package func hash(into hasher: inout Hasher) {
        var sum = 0
        for (key, value) in self {
            var one = Hasher()
            one.combine(CodePoints(text: key))
            one.combine(value)
            sum &+= one.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    package typealias Key = String
    package typealias Value = JSON
    package init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}
