/// What a write did to other runs, for whoever holds them in memory. All of it is in the database: an engine that ignored
/// these would only be slower to notice.
package struct WriteEffects: Sendable, Hashable {
    /// One for each of the transition's acts, in order.
    package var acts: [ActOutcome] = []
    /// Waits that were resolved.
    package var delivered: [Delivery] = []
    /// Open runs that were asked to end.
    package var cancelled: [CancelledRun] = []
    /// Open runs in some process's hands that are to stand still, and runs that may go on, by row.
    package var paused: [Int64] = []
    package var resumed: [Int64] = []
    /// Runs that have ended under the hands of whoever held them.
    package var terminated: [Int64] = []
    /// Calls whose runs ended without anybody holding them.
    package var endedChildren: [EndedChild] = []
    /// Whether a run that no process holds has become due.
    package var woke = false

    package init() {}

    package static func += (a: inout WriteEffects, b: WriteEffects) {
        a.acts += b.acts
        a.delivered += b.delivered
        a.cancelled += b.cancelled
        a.paused += b.paused
        a.resumed += b.resumed
        a.terminated += b.terminated
        a.endedChildren += b.endedChildren
        a.woke = a.woke || b.woke
    }
}

package struct CancelledRun: Sendable, Hashable {
    package let row: Int64
    package let request: Cancellation
}

package struct EndedChild: Sendable, Hashable {
    /// The row of the calling run.
    package let parent: Int64
    package let call: CallKey
}
