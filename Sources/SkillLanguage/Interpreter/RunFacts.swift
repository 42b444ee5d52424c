package import CivilTime
package import JSON

/// What a run knows of itself: `run.*` and `services.*` in expressions.
package struct RunFacts: Sendable {
    package var id: String
    package var skill: String
    package var version: String
    package var scheduledAt: Instant?
    /// 1 for a first run; `runs retry` counts up. Recovery leaves it untouched.
    package var attempt: Int
    /// Service name to what `services.NAME` yields: `service:NAME`, which the http callable resolves.
    package var services: JSON.Object

    package init(id: String, skill: String, version: String, scheduledAt: Instant? = nil, attempt: Int = 1, services: [String] = []) {
        self.id = id
        self.skill = skill
        self.version = version
        self.scheduledAt = scheduledAt
        self.attempt = attempt
        self.services = JSON.Object(services.map { ($0, .string("service:\($0)")) })
    }
}
