package import CivilTime

/// Something that happened to a run. Replaying a run is feeding it these, in order.
package struct JournalEntry: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Bindable {
        /// A call that writes outside is about to be made.
        case intent
        case outcome
        case cancelRequest = "cancel_request"
        /// Somebody had a call made again; without a path: the run stood still for the entry's duration, until its time.
        case signal
        /// An outcome that came when nobody waited for it any more; the only kind a finished run takes. Replay skips it.
        case late
    }

    package var kind: Kind
    /// Where in the skill, such as `route/sweep[2]/ping`.
    package var path: String
    /// From 1.
    package var attempt: Int
    package var at: Instant
    package var durationMicroseconds: Int64
    /// JSON text.
    package var body: [UInt8]

    /// Whether it says that the run stood still.
    package var isPause: Bool { kind == .signal && path.isEmpty }

    package init(kind: Kind, path: String, attempt: Int, at: Instant, durationMicroseconds: Int64 = 0, body: [UInt8]) {
        self.kind = kind
        self.path = path
        self.attempt = attempt
        self.at = at
        self.durationMicroseconds = durationMicroseconds
        self.body = body
    }
}

/// An entry where it stands in its run's journal.
package struct JournalRecord: Sendable, Hashable {
    /// 1, 2, 3, ... without gaps.
    package let sequence: Int
    /// The epoch of the holder that wrote it.
    package let epoch: Int64
    package let entry: JournalEntry
}

extension [JournalRecord] {
    /// The outcomes before a sequence number, at the times they would have had if the run had never stood still.
    package func outcomes(before sequence: Int) -> [JournalRecord] {
        var stood: Int64 = 0
        var outcomes: [JournalRecord] = []
        for record in self where record.sequence < sequence {
            if record.entry.isPause { stood += record.entry.durationMicroseconds / 1_000 }
            guard record.entry.kind == .outcome else { continue }
            var entry = record.entry
            entry.at = Instant(milliseconds: entry.at.milliseconds - stood)
            outcomes.append(JournalRecord(sequence: record.sequence, epoch: record.epoch, entry: entry))
        }
        return outcomes
    }
}
