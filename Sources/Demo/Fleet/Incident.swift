/// One time a service falls ill. All times are seconds since the fleet's start.
///
/// ```
///            deploy     degraded            critical                recovering
///   normal ────┴──────────┼───────────────────┼───────────────────────┼──────────────┼──── normal
///            8 to 20 s before     20 s             60 to 90 s               40 s
/// ```
///
/// Each service has one incident in every nine minutes, and the services take turns, so one of the fleet falls ill about every three.
/// The very first one begins five to nine seconds after the start: someone who watches sees a service turn critical within half a
/// minute and stay so for a minute at least. Before its start the fleet was well.
struct Incident: Sendable, Hashable {
    static let period = 540
    static let stagger = 180

    let deployed: Int
    let begins: Int
    let critical: Int
    let recovering: Int
    let ends: Int
    /// The share of requests that fail while it is critical.
    let errorShare: Double
    /// The 99th percentile of latency while it is critical, in milliseconds.
    let slowness: Double
    /// Which of the service's risky changes was deployed.
    let cause: Int

    /// Incident `number`, from 0, of the service at `place` in the fleet.
    init(_ number: Int, place: Int, causes: Int, chance: Chance) {
        let early = number == 0 ? 5...9 : 5...65
        begins = place * Self.stagger + number * Self.period + chance.whole(in: early, .incidentStart, place, number)
        deployed = begins - chance.whole(in: 8...20, .deployLead, place, number)
        critical = begins + 20
        recovering = critical + chance.whole(in: 60...90, .incidentLength, place, number)
        ends = recovering + 40
        let force = chance.fraction(.incidentForce, place, number)
        errorShare = 0.30 + 0.15 * force
        slowness = 2600 + 1400 * force
        cause = chance.whole(in: 0...(causes - 1), .incidentCause, place, number)
    }

    func condition(at second: Int) -> Condition {
        switch second {
        case begins..<critical: .degraded
        case critical..<recovering: .critical
        case recovering..<ends: .recovering
        default: .normal
        }
    }

    /// How ill the service is: 0 is well, 1 is critical.
    func strain(at second: Int) -> Double {
        switch condition(at: second) {
        case .normal: 0
        case .degraded: 0.1
        case .critical: 1
        case .recovering: 0.1 * Double(ends - second) / Double(ends - recovering)
        }
    }
}
