/// What one service does, second by second. Seconds count from the fleet's start and may be negative.
struct Activity: Sendable {
    /// One second of a service.
    struct Sample: Sendable {
        let requests: Double
        /// Failures that always happen, spread over all endpoints.
        let strayErrors: Double
        /// Failures of an incident, all at the endpoint that it hurts.
        let incidentErrors: Double
        /// The endpoint that suffers; nil when all is well.
        let hurt: Int?
        /// The 99th percentiles of latency in milliseconds: of the endpoint that suffers, and of the others.
        let p99: Double
        let calmP99: Double
        /// Shares of what there is, from 0 to 1.
        let processor: Double
        let memory: Double

        var errors: Double { strayErrors + incidentErrors }
    }

    let profile: Profile
    /// The service's place in the fleet.
    let place: Int
    let chance: Chance

    func incident(_ number: Int) -> Incident {
        Incident(number, place: place, causes: profile.risky.count, chance: chance)
    }

    /// The incident whose turn it is; it may not have begun yet, or be over.
    func incident(around second: Int) -> Incident? {
        let number = (second - place * Incident.stagger).divided(by: Incident.period).quotient
        return number < 0 ? nil : incident(number)
    }

    func condition(at second: Int) -> Condition { incident(around: second)?.condition(at: second) ?? .normal }

    /// The seconds of a range in order. An incident is looked up once for all its seconds.
    func samples(in seconds: Range<Int>) -> some Sequence<Sample> {
        var number = Int.min
        var current: Incident?
        return seconds.lazy.map { second in
            let turn = (second - place * Incident.stagger).divided(by: Incident.period).quotient
            if turn != number {
                number = turn
                current = incident(around: second)
            }
            return sample(at: second, incident: current)
        }
    }

    private func sample(at second: Int, incident: Incident?) -> Sample {
        let strain = incident?.strain(at: second) ?? 0
        let noise = chance.fraction(.spike, place, second)
        let requests = (profile.requestsPerSecond * (0.8 + 0.4 * chance.drift(.traffic, place, second: second)) * (0.9 + 0.2 * noise)).rounded()
        let calm = profile.p99 * (0.85 + 0.3 * chance.drift(.latency, place, second: second))
        let spare = (incident?.slowness ?? calm) - calm
        return Sample(
            requests: requests,
            strayErrors: requests * 0.002 * chance.drift(.errors, place, second: second),
            incidentErrors: requests * strain * (incident?.errorShare ?? 0),
            hurt: strain > 0 ? incident.map { profile.risky[$0.cause].hurts } : nil,
            p99: calm + spare * strain.squareRoot(),
            calmP99: calm,
            processor: 0.25 + 0.2 * chance.drift(.processor, place, second: second) + 0.5 * strain.squareRoot(),
            memory: 0.45 + 0.15 * chance.drift(.memory, place, second: second) + 0.3 * strain
        )
    }
}
