/// What a service of the demo is like when it is well, and what is done to it.
struct Profile: Sendable {
    struct Endpoint: Sendable {
        let name: String
        /// Its part of the requests; the parts of a service add up to 1.
        let share: Double
    }

    let name: String
    let requestsPerSecond: Double
    /// The 99th percentile of latency in milliseconds.
    let p99: Double
    let endpoints: [Endpoint]
    /// Changes that break it, each with the endpoint that suffers most.
    let risky: [(change: Change, hurts: Int)]
    /// Changes that do no harm.
    let routine: [Change]

    static let all = [checkout, search, payments]
}

/// What somebody deployed.
struct Change: Sendable {
    let author: String
    let title: String
    let diff: String
}
