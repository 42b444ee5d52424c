package import CivilTime

/// The clock, passed in so that tests and simulations hold it.
package protocol TimeSource: Sendable {
    func now() -> Instant
    /// Returns at or after `instant`, or earlier when the task is cancelled. May wake early when the wall clock is set:
    /// the caller looks again.
    func sleep(until instant: Instant) async
}
