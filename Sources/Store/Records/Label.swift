package import CivilTime

/// A verdict on a run.
package struct Label: Sendable, Hashable {
    package enum Verdict: String, Sendable, Hashable, CaseIterable, Bindable {
        case good, bad
        /// It raised something that was nothing.
        case falseAlarm = "false_alarm"
        /// It did not raise something that was there.
        case missed
    }

    package var verdict: Verdict
    /// The output that would have been right, JSON text.
    package var expected: [UInt8]?
    package var note: String?
    /// Who judged.
    package var by: String
    package var at: Instant
    /// Id of the token that was used: what tells judges apart, whatever they are called.
    package var token: String?

    package init(verdict: Verdict, expected: [UInt8]? = nil, note: String? = nil, by: String, at: Instant, token: String? = nil) {
        self.verdict = verdict
        self.expected = expected
        self.note = note
        self.by = by
        self.at = at
        self.token = token
    }
}
