package import CivilTime

/// A run as lists show it: everything but its documents.
package struct RunSummary: Sendable, Hashable {
    /// What a waiting run waits for.
    package struct Wait: Sendable, Hashable {
        /// "sleep", "event", "human", "child", "retry", ...
        package let kind: String
        package let detail: String?
        /// When it goes on by itself; nil when it never does.
        package let until: Instant?
    }

    /// Row and epoch as they were read: enough to write, as long as nobody takes the run over.
    package internal(set) var key: RunKey
    package let id: String
    package let skill: String
    /// The label of the version, such as "1.2.3".
    package let version: String
    package let versionID: String
    package let commit: String?
    package let inputHash: String
    package let state: RunState
    /// How often a process that was executing the run went away.
    package let recoveries: Int
    package let priority: Int
    package let trigger: RunTrigger
    package let parent: NewRun.Parent?
    package let root: Int64?
    package let loop: String?
    package let nominalAt: Instant?
    package let concurrencyKey: String?
    package let idempotencyKey: String?
    package let createdAt: Instant
    /// When it first ran.
    package let startedAt: Instant?
    /// When it came into its present state.
    package let changedAt: Instant
    package let deadlineAt: Instant?
    package let finishedAt: Instant?
    /// Set while waiting, and only then.
    package let wait: Wait?
    package let errorType: String?
    /// Summed at waits and at the end, so it lags behind while the run is running.
    package let usage: UsageTotals
    /// How often it was put off for a reason that is not its own: no place was free, or it could not be loaded. Never counted as a try.
    package let deferrals: Int
    /// What becomes of it when its caller is done with it; `cancel` for a run that nobody called.
    package let parentClose: ParentClose
    /// When its caller let go of it; nil for a run that was not abandoned.
    package let abandonedAt: Instant?
}

/// A run with its documents.
@dynamicMemberLookup
package struct RunRecord: Sendable, Hashable {
    package internal(set) var summary: RunSummary
    /// JSON text: an object from each callee's name to its version id.
    package let pins: [UInt8]
    /// JSON text; nil when the skill's own limits hold.
    package let limits: [UInt8]?
    /// JSON text, as are output and error.
    package let input: [UInt8]
    package let output: [UInt8]?
    package let error: [UInt8]?
    /// True when `createRun` found this run instead of creating it; false everywhere else.
    package var existed = false
    /// What its creation did to other runs; empty everywhere else.
    package var effects = WriteEffects()

    package subscript<Value>(dynamicMember path: KeyPath<RunSummary, Value>) -> Value { summary[keyPath: path] }
}

extension RunRecord {
    /// The same run in the hands of whoever took it over.
    package func held(by key: RunKey) -> RunRecord {
        var copy = self
        copy.summary.key = key
        return copy
    }
}
