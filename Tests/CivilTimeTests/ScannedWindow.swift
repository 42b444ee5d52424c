import CivilTime

/// A stretch of time as a wall clock shows it, step by step: what the policy for clock changes is spelled out against.
struct ScannedWindow {
    let zone: Zone
    let start: Instant
    let end: Instant
    let middle: CivilDateTime
    private let moments: [Moment]

    private struct Moment {
        let instant: Instant
        let wall: CivilDateTime
        /// Whether the clock has shown this before, in the window or its margin.
        let isRepeated: Bool
        /// What the clock jumped over to show this.
        let skipped: [CivilDateTime]
    }

    /// After `start` and through `end` (Unix times); the margin is looked at before, so that a fold in progress is known.
    init(zone: Zone, from start: Int, through end: Int, step: Int, margin: Int) {
        var moments: [Moment] = []
        var seen: Set<Int> = []
        var previous: Int?
        for second in stride(from: start - margin, through: end, by: step) {
            let instant = Instant(milliseconds: Int64(second) * 1000)
            let wall = second + zone.offset(at: instant)
            if second > start {
                let skipped = previous.map { stride(from: $0 + step, to: wall, by: step).map(CivilDateTime.init(secondsSince1970:)) } ?? []
                let moment = Moment(
                    instant: instant, wall: CivilDateTime(secondsSince1970: wall), isRepeated: seen.contains(wall), skipped: skipped)
                moments.append(moment)
            }
            seen.insert(wall)
            previous = wall
        }
        self.zone = zone
        self.start = Instant(milliseconds: Int64(start) * 1000)
        self.end = Instant(milliseconds: Int64(end) * 1000)
        self.middle = moments[moments.count / 2].wall
        self.moments = moments
    }

    /// Fixed: when the clock shows a matching time for the first time, or has just jumped over one. Otherwise: when it shows one.
    func fires(of expression: RandomCron) -> [Instant] {
        moments.filter { moment in
            guard expression.isFixed else { return expression.allows(moment.wall) }
            return !moment.isRepeated && expression.allows(moment.wall) || moment.skipped.contains(where: expression.allows(_:))
        }
        .map(\.instant)
    }
}
