package import JSON

/// What a label says a run's output should have been, as far as that can be compared.
///
/// Whoever labels a run gives a whole output. What they corrected is what differs from the run's own output; the rest was taken over and says
/// nothing. Prose (a text that the output's schema limits neither to a list of words nor otherwise) is compared only when nothing but prose
/// was corrected.
package struct Expectation: Sendable, Hashable {
    /// What has to be where; nil is "nothing there".
    package let corrections: [Pointer: JSON?]

    /// Nil when nothing was corrected, so that there is nothing to hold an output to.
    /// - Parameter recorded: nil when the run gave no output; then all that is expected is a correction.
    package init?(_ expected: JSON, correcting recorded: JSON?, schema: JSON) {
        let places = allDifferences(expected, recorded ?? .null, most: 50).flatMap { Self.leaves($0.expected, at: $0.pointer) }
        let strict = places.filter { !Self.isProse($0.value, at: $0.place, in: schema) }
        let chosen = strict.isEmpty ? places : strict
        guard !chosen.isEmpty else { return nil }
        corrections = Dictionary(chosen.map { ($0.place, $0.value) }) { first, _ in first }
    }

    package func isMet(by output: JSON?) -> Bool {
        guard let output else { return false }
        return corrections.allSatisfy { place, value in output[place] == value }
    }

    private static func leaves(_ value: JSON?, at place: Pointer) -> [(place: Pointer, value: JSON?)] {
        guard case .object(let object)? = value, !object.isEmpty else { return [(place, value)] }
        return object.flatMap { leaves($1, at: place.appending($0)) }
    }

    private static func isProse(_ value: JSON?, at place: Pointer, in schema: JSON) -> Bool {
        guard value?.string != nil else { return false }
        var schema = schema
        for token in place.tokens {
            guard let next = schema["properties"]?[token] ?? schema["items"] else { return false }
            schema = next
        }
        return !["enum", "const", "pattern", "format"].contains { schema[$0] != nil }
    }
}
