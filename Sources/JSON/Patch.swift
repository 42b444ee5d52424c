/// A JSON Patch (RFC 6902): operations that are all applied, in order, or not at all.
package struct Patch: Sendable, Hashable {
    package enum Operation: Sendable, Hashable {
        case add(Pointer, JSON)
        case remove(Pointer)
        case replace(Pointer, JSON)
        case move(from: Pointer, to: Pointer)
        case copy(from: Pointer, to: Pointer)
        /// Changes nothing; fails unless the value is there and equal.
        case test(Pointer, JSON)
    }

    package let operations: [Operation]

    package init(operations: [Operation]) { self.operations = operations }

    /// Reads the JSON form: an array of `{"op": ..., "path": ..., ...}`. Members the standard does not name are ignored, as it asks.
    package init(_ document: JSON) throws(PatchError) {
        guard let items = document.array else { throw PatchError(index: nil, operation: nil, reason: .notAnArray) }
        var operations: [Operation] = []
        for (index, item) in items.enumerated() {
            do throws(PatchError.Reason) {
                operations.append(try Operation(item))
            } catch {
                throw PatchError(index: index, operation: item.excerpt(), reason: error)
            }
        }
        self.operations = operations
    }

    package func apply(to value: JSON) throws(PatchError) -> JSON {
        var result = value
        for (index, operation) in operations.enumerated() {
            do throws(PatchError.Reason) {
                try operation.apply(to: &result)
            } catch {
                throw PatchError(index: index, operation: operation.description, reason: error)
            }
        }
        return result
    }
}

extension Patch.Operation {
    fileprivate init(_ item: JSON) throws(PatchError.Reason) {
        func pointer(_ member: String) throws(PatchError.Reason) -> Pointer {
            guard let text = item[member]?.string else { throw .missing(member) }
            guard let pointer = Pointer(parsing: text) else { throw .badPointer(text) }
            return pointer
        }
        func value() throws(PatchError.Reason) -> JSON {
            guard let value = item["value"] else { throw .missing("value") }
            return value
        }
        guard let name = item["op"]?.string else { throw .missing("op") }
        switch name {
        case "add": self = .add(try pointer("path"), try value())
        case "remove": self = .remove(try pointer("path"))
        case "replace": self = .replace(try pointer("path"), try value())
        case "move": self = .move(from: try pointer("from"), to: try pointer("path"))
        case "copy": self = .copy(from: try pointer("from"), to: try pointer("path"))
        case "test": self = .test(try pointer("path"), try value())
        default: throw .unknownOperation(name)
        }
    }

    /// On an error `value` is left half changed; the caller throws it away.
    fileprivate func apply(to value: inout JSON) throws(PatchError.Reason) {
        switch self {
        case .add(let pointer, let new): try value.add(new, at: pointer)
        case .remove(let pointer): _ = try value.remove(at: pointer)
        case .replace(let pointer, let new): try value.replace(at: pointer, with: new)
        case .move(let from, let to):
            if to.tokens.count > from.tokens.count, Pointer(Array(to.tokens.prefix(from.tokens.count))) == from { throw .intoItself(from) }
            if from != to { try value.add(try value.remove(at: from), at: to) } else if value[from] == nil { throw .notFound(from) }
        case .copy(let from, let to):
            guard let copied = value[from] else { throw .notFound(from) }
            try value.add(copied, at: to)
        case .test(let pointer, let expected):
            guard let got = value[pointer] else { throw .notFound(pointer) }
            if let difference = firstDifference(expected, got) { throw .testFailed(difference) }
        }
    }
}

extension Patch.Operation: CustomStringConvertible {
    package var description: String {
        switch self {
        case .add(let pointer, _): "add \(pointer)"
        case .remove(let pointer): "remove \(pointer)"
        case .replace(let pointer, _): "replace \(pointer)"
        case .move(let from, let to): "move \(from) to \(to)"
        case .copy(let from, let to): "copy \(from) to \(to)"
        case .test(let pointer, _): "test \(pointer)"
        }
    }
}
