package import JSON

/// Ratchet's outcomes beside another implementation's: which are the same, and of the others which are explained.
package struct Comparison: Sendable {
    package private(set) var values = 0
    package private(set) var errors = 0
    /// How many differences each class explains.
    package private(set) var explained: [String: Int] = [:]
    package private(set) var unexplained: [String] = []

    package init() {}

    /// - Parameter theirs: what they made of the case: `{"value": text}` or `{"error": text}`.
    package mutating func add(_ each: Case, _ theirs: JSON) {
        let ours = Dialect().outcome(each)
        switch (ours, Self.theirs(theirs)) {
        case (.value(let a), .value(let b)) where a == b: values += 1
        case (.failed, .failed): errors += 1
        case (_, let other):
            if let name = Explained.name(of: each, ours, other) {
                explained[name, default: 0] += 1
            } else {
                unexplained.append("\(each.source)\n  data   \(JSON.object(each.data))\n  ours   \(ours)\n  theirs \(other)")
            }
        }
    }

    static func theirs(_ line: JSON) -> Dialect.Outcome {
        if case .string(let text)? = line["value"] { return .value(text) }
        if case .string(let text)? = line["error"] { return .failed(text) }
        return .hidden(line["unreadable"]?.string ?? "")
    }
}
