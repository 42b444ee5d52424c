import CivilTime
import Testing

@testable import Demo

@Suite struct DetailTests {
    private let start = Instant(milliseconds: 1_790_000_000_000)
    private var fleet: Fleet { Fleet(seed: 42, startedAt: start) }

    @Test(arguments: Fleet.services, [1, 7, 60, 599, 600, 3599, 3600])
    func `the series and the endpoints are the summary, taken apart`(service: String, window: Int) throws {
        let at = start + .seconds(400)
        let detail = try #require(fleet.detail(of: service, window: .seconds(window), at: at))
        let summary = try #require(fleet.metrics(of: service, window: .seconds(window), at: at))

        #expect(detail.step == .seconds(window < 600 ? 5 : 60))
        #expect(detail.series.map(\.at) == detail.series.map(\.at).sorted())
        #expect(detail.series.first?.at == at - .seconds(window))
        #expect(detail.series.map(\.requests).reduce(0, +) == summary.requests)
        #expect(abs(detail.series.map(\.errors).reduce(0, +) - summary.errors) <= detail.series.count)
        #expect(abs(detail.endpoints.map(\.requests).reduce(0, +) - summary.requests) <= detail.endpoints.count)
        #expect(abs(detail.endpoints.map(\.errors).reduce(0, +) - summary.errors) <= detail.endpoints.count)
    }

    @Test(arguments: Profile.all.map(\.name))
    func `in an incident the endpoint that the deploy hurts has nearly all the errors and is the slowest`(service: String) throws {
        let profile = try #require(Profile.all.first { $0.name == service })
        let critical = try #require((0...600).first { fleet.condition(of: service, at: start + .seconds($0)) == .critical })
        let at = start + .seconds(critical + 30)
        let detail = try #require(fleet.detail(of: service, window: .seconds(30), at: at))
        let deployed = try #require(fleet.deploys(of: service, since: .seconds(90), limit: 9, at: at)).map(\.title)
        let hurt = try #require(profile.risky.first { deployed.contains($0.change.title) }?.hurts)

        #expect(detail.endpoints[hurt].name == profile.endpoints[hurt].name)
        #expect(10 * detail.endpoints[hurt].errors > 9 * detail.endpoints.map(\.errors).reduce(0, +))
        #expect(detail.endpoints.map(\.p99Milliseconds).max() == detail.endpoints[hurt].p99Milliseconds)
    }

    @Test(arguments: Profile.all.map(\.name))
    func `the endpoints of a service share all its requests, and those that get hurt can carry an incident's errors`(service: String) throws {
        let profile = try #require(Profile.all.first { $0.name == service })
        #expect(abs(profile.endpoints.map(\.share).reduce(0, +) - 1) < 1e-9)
        for (_, hurts) in profile.risky { #expect(profile.endpoints[hurts].share >= 0.45) }
    }

    @Test(arguments: Fleet.services)
    func `deploys come newest first, within the time asked for, at most as many as asked for`(service: String) throws {
        let at = start + .seconds(3000)
        let day = try #require(fleet.deploys(of: service, since: .seconds(86_400), limit: .max, at: at))
        #expect(day.count > 20)
        #expect(day.map(\.at) == day.map(\.at).sorted(by: >))
        #expect(day.allSatisfy { $0.at <= at && $0.at >= at - .seconds(86_400) })
        #expect(Set(day.map(\.id)).count == day.count)
        #expect(day.allSatisfy { !$0.title.isEmpty && !$0.author.isEmpty && !$0.diff.isEmpty && $0.id.count == 7 })

        #expect(fleet.deploys(of: service, since: .seconds(86_400), limit: 3, at: at) == Array(day.prefix(3)))
        let hour = fleet.deploys(of: service, since: .seconds(3600), limit: .max, at: at)
        #expect(hour == day.filter { $0.at >= at - .seconds(3600) })
    }

    @Test func `a deploy stays what it was as time goes on`() throws {
        let early = try #require(fleet.deploys(of: "payments", since: .seconds(36_000), limit: .max, at: start))
        let late = try #require(fleet.deploys(of: "payments", since: .seconds(40_000), limit: .max, at: start + .seconds(4000)))
        #expect(!early.isEmpty)
        #expect(Array(late.suffix(early.count)) == early)
    }
}
