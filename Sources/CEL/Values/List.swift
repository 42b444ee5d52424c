package import JSON

extension Value {
    /// An ordered list. One made from JSON keeps the JSON array and converts an element when it is asked for.
    package struct List: Sendable {
        enum Backing: Sendable {
            case values([Value])
            case json([JSON])
        }
        let backing: Backing

        package init(_ values: [Value]) { backing = .values(values) }
        package init(_ array: [JSON]) { backing = .json(array) }

        package var count: Int {
            switch backing {
            case .values(let values): values.count
            case .json(let array): array.count
            }
        }

        /// The element at a position the caller has checked.
        package subscript(position: Int) -> Value {
            switch backing {
            case .values(let values): values[position]
            case .json(let array): Value(array[position])
            }
        }

        /// Every element as a value.
        package var values: [Value] {
            switch backing {
            case .values(let values): values
            case .json(let array): array.map(Value.init)
            }
        }
    }
}
