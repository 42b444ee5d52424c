package import CivilTime
package import JSON
package import Store

/// A wish to start a root run.
package struct StartRequest: Sendable {
    package var skill: String
    package var input: JSON
    package var trigger: Trigger
    package var loop: String?
    package var nominalAt: Instant?
    package var idempotencyKey: String?
    package var repetition = Repetition()
    /// Among queued runs of one key the higher goes first.
    package var priority = 0

    /// What starts a run.
    package enum Trigger: String, Sendable { case manual, schedule, api }

    package init(
        skill: String, input: JSON, trigger: Trigger, loop: String? = nil, nominalAt: Instant? = nil, idempotencyKey: String? = nil
    ) {
        self.skill = skill
        self.input = input
        self.trigger = trigger
        self.loop = loop
        self.nominalAt = nominalAt
        self.idempotencyKey = idempotencyKey
    }
}
