/// One place where two values differ. Nil on the side that has nothing there.
package struct Difference: Sendable, Hashable {
    package let pointer: Pointer
    package let expected: JSON?
    package let got: JSON?
}

extension Difference: CustomStringConvertible {
    package var description: String {
        let place = pointer == .root ? "the value" : "\(pointer)"
        return "\(place): expected \(expected?.excerpt() ?? "nothing"), got \(got?.excerpt() ?? "nothing")"
    }
}

/// The first place, in the order of `expected`, where the values differ; nil when they are equal. Members that only `got` has come after
/// those of `expected`.
package func firstDifference(_ expected: JSON, _ got: JSON) -> Difference? { firstDifference(expected, got, at: .root) }

private func firstDifference(_ expected: JSON?, _ got: JSON?, at pointer: Pointer) -> Difference? {
    switch (expected, got) {
    case (.array(let a)?, .array(let b)?):
        for index in 0..<max(a.count, b.count) {
            if let found = firstDifference(expected?[index], got?[index], at: pointer.appending(index)) { return found }
        }
        return nil
    case (.object(let a)?, .object(let b)?):
        for (key, value) in a {
            if let found = firstDifference(value, b[key], at: pointer.appending(key)) { return found }
        }
        for (key, value) in b where a[key] == nil {
            return Difference(pointer: pointer.appending(key), expected: nil, got: value)
        }
        return nil
    default: return expected == got ? nil : Difference(pointer: pointer, expected: expected, got: got)
    }
}

extension JSON {
    /// The compact text, cut to about `length` characters, for messages.
    package func excerpt(_ length: Int = 80) -> String {
        let text = text(.compact)
        return text.count <= length ? text : text.prefix(length - 1) + "…"
    }
}
