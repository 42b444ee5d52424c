/// Why a patch could not be read or applied, and at which of its operations.
package struct PatchError: Error, Hashable {
    package enum Reason: Error, Hashable {
        case notAnArray
        case missing(String)
        case badPointer(String)
        case unknownOperation(String)
        case notFound(Pointer)
        case notAContainer(Pointer)
        case badIndex(Pointer, count: Int)
        case intoItself(Pointer)
        case rootRemoved
        case testFailed(Difference)
    }

    /// From 0; nil when the whole patch is meant.
    package let index: Int?
    /// The operation in short.
    package let operation: String?
    package let reason: Reason
}

extension PatchError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAnArray: "a JSON Patch is an array of operations"
        case .missing(let member): "\"\(member)\" is missing or of the wrong type"
        case .badPointer(let text): "\(text.debugDescription) is not a JSON Pointer; it starts with / or is empty"
        case .unknownOperation(let name): "\(name.debugDescription) is none of add, remove, replace, move, copy, test"
        case .notFound(let pointer): "there is nothing at \(pointer)"
        case .notAContainer(let pointer): "\(pointer.parent?.description ?? "") is neither an object nor an array"
        case .badIndex(let pointer, let count):
            "\(pointer.tokens.last.map(\.debugDescription) ?? "") is not an index into the \(count) elements of \(pointer.parent?.description ?? "")"
        case .intoItself(let pointer): "\(pointer) cannot be moved into itself"
        case .rootRemoved: "the whole value cannot be removed; replace it"
        case .testFailed(let difference): "the test failed: \(difference)"
        }
    }
}

extension PatchError: CustomStringConvertible {
    package var description: String {
        guard let index else { return "\(reason)" }
        return "operation \(index)\(operation.map { " (\($0))" } ?? ""): \(reason)"
    }
}
