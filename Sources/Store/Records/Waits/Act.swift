/// A call whose whole effect is in the database: it commits together with its outcome, so it is never unknown.
package enum Act: Sendable, Hashable {
    /// A second event with a known id changes nothing.
    case emit(id: String, name: String, payload: [UInt8])
    case get(scope: String, key: String)
    /// `expected` is the revision that the key must have, 0 for none yet; nil writes whatever is there.
    case put(scope: String, key: String, value: [UInt8], expected: Int?)
}

/// What an act came to.
package enum ActOutcome: Sendable, Hashable {
    /// `reached` counts the waits that the event resolved.
    case emitted(reached: Int)
    /// Nil for a key that is not there.
    case found(MemoryValue?)
    case stored(revision: Int)
    /// The key has another revision (0: it is not there), and nothing was written.
    case conflict(revision: Int)
}

package struct MemoryValue: Sendable, Hashable {
    /// JSON text.
    package let value: [UInt8]
    /// Counts the changes of the key, from 1.
    package let revision: Int
}

/// An act, and how its outcome is put down in the journal.
package struct RecordedAct: Sendable {
    package var act: Act
    package var call: CallKey
    /// The body of the journal entry for an outcome. Runs on the writer's thread, possibly more than once.
    package var body: @Sendable (ActOutcome) -> [UInt8]

    package init(_ act: Act, call: CallKey, body: @escaping @Sendable (ActOutcome) -> [UInt8]) {
        self.act = act
        self.call = call
        self.body = body
    }
}
