package import CivilTime

/// The demo's small fleet: three services whose traffic drifts, and which degrade, turn critical and recover as `Incident` says.
///
/// A pure function of seed, start and time: every question about any moment, also one before the start, has one answer for ever.
/// A window covers the full seconds before the moment asked about.
package struct Fleet: Sendable {
    /// The names of its services.
    package static let services = Profile.all.map(\.name)

    package let seed: UInt64
    package let startedAt: Instant

    package init(seed: UInt64, startedAt: Instant) {
        self.seed = seed
        self.startedAt = startedAt
    }

    /// Nil for an unknown service, as below.
    package func condition(of service: String, at instant: Instant) -> Condition? {
        activity(of: service)?.condition(at: second(of: instant))
    }

    /// The numbers over the window. A window shorter than a second counts as one.
    package func metrics(of service: String, window: Duration, at instant: Instant) -> Metrics? {
        guard let activity = activity(of: service) else { return nil }
        var tally = Tally()
        for sample in activity.samples(in: seconds(of: window, before: instant)) { tally.add(sample) }
        return Metrics(
            service: service, window: window, at: instant, requests: tally.wholeRequests, errors: tally.wholeErrors,
            p99Milliseconds: tally.p99Milliseconds, processor: tally.meanProcessor, memory: tally.meanMemory)
    }

    package func detail(of service: String, window: Duration, at instant: Instant) -> Detail? {
        guard let activity = activity(of: service) else { return nil }
        let seconds = seconds(of: window, before: instant)
        let step = seconds.count < 600 ? 5 : 60
        var points: [Tally] = Array(repeating: Tally(), count: (seconds.count + step - 1) / step)
        var endpoints = activity.profile.endpoints.map { _ in Tally() }
        for (left, sample) in zip(stride(from: seconds.count - 1, through: 0, by: -1), activity.samples(in: seconds)) {
            points[points.count - 1 - left / step].add(sample)
            for (place, endpoint) in activity.profile.endpoints.enumerated() {
                let hurt = sample.hurt == place
                endpoints[place].add(
                    requests: sample.requests * endpoint.share,
                    errors: sample.strayErrors * endpoint.share + (hurt ? sample.incidentErrors : 0), p99: hurt ? sample.p99 : sample.calmP99)
            }
        }
        return Detail(
            service: service, window: window, at: instant, step: .seconds(step),
            series: points.enumerated().map { number, tally in
                let from = seconds.upperBound - (points.count - number) * step
                return Detail.Point(at: startedAt + .seconds(max(from, seconds.lowerBound)), tally)
            },
            endpoints: zip(activity.profile.endpoints, endpoints).map { Detail.Endpoint(name: $0.name, $1) })
    }

    /// What was deployed in the time `since` before the instant, newest first.
    package func deploys(of service: String, since: Duration, limit: Int, at instant: Instant) -> [Deploy]? {
        guard let activity = activity(of: service) else { return nil }
        let now = second(of: instant)
        let changes = activity.changes(in: now - Int(since.components.seconds)..<now + 1)
        return changes.prefix(max(limit, 0)).map { second, change in
            Deploy(
                id: activity.deployName(at: second), at: startedAt + .seconds(second), author: change.author, title: change.title,
                diff: change.diff)
        }
    }

    private func activity(of service: String) -> Activity? {
        Profile.all.firstIndex { $0.name == service }.map { Activity(profile: Profile.all[$0], place: $0, chance: Chance(seed: seed)) }
    }

    private func second(of instant: Instant) -> Int { Int((instant - startedAt).milliseconds).divided(by: 1000).quotient }

    private func seconds(of window: Duration, before instant: Instant) -> Range<Int> {
        let now = second(of: instant)
        return now - max(Int(window.components.seconds), 1)..<now
    }
}
