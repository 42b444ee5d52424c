package import JSON

/// What happened in a run as its tests see it.
package struct Trace: Sendable {
    /// Ids of the steps that ran (not those skipped).
    package var ran: Set<String> = []
    /// Tries of a step's call, over all iterations.
    package var attempts: [String: Int] = [:]
    /// The last resolved `with` of a step's call.
    package var calls: JSON.Object = [:]
    /// Places taken: `/steps/1/catch/0`, `/steps/2/when true`.
    package var branches: Set<String> = []
}
