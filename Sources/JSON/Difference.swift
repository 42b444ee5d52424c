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
package func firstDifference(_ expected: JSON, _ got: JSON) -> Difference? { allDifferences(expected, got, most: 1).first }

/// The places where the values differ, in the same order; no more than `most` of them.
package func allDifferences(_ expected: JSON, _ got: JSON, most: Int) -> [Difference] {
    var found: [Difference] = []
    collect(expected, got, at: .root, into: &found, most: most)
    return found
}

private func collect(_ expected: JSON?, _ got: JSON?, at pointer: Pointer, into found: inout [Difference], most: Int) {
    guard found.count < most else { return }
    switch (expected, got) {
    case (.array(let a)?, .array(let b)?):
        for index in 0..<max(a.count, b.count) where found.count < most {
            collect(expected?[index], got?[index], at: pointer.appending(index), into: &found, most: most)
        }
    case (.object(let a)?, .object(let b)?):
        for (key, value) in a where found.count < most { collect(value, b[key], at: pointer.appending(key), into: &found, most: most) }
        for (key, value) in b where a[key] == nil && found.count < most {
            found.append(Difference(pointer: pointer.appending(key), expected: nil, got: value))
        }
    default: if expected != got { found.append(Difference(pointer: pointer, expected: expected, got: got)) }
    }
}

extension JSON {
    /// The compact text, cut to about `length` characters, for messages.
    package func excerpt(_ length: Int = 80) -> String {
        let text = text(.compact)
        return text.count <= length ? text : text.prefix(length - 1) + "…"
    }
}
