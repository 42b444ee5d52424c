import CivilTime
import Testing

@testable import Demo

@Suite struct FleetTests {
    private static let start = Instant(milliseconds: 1_790_000_000_123)
    private static let seeds: [UInt64] = [0, 1, 2, 3, 4, 5, 42, 1 << 40, .max]

    private func fleet(_ seed: UInt64) -> Fleet { Fleet(seed: seed, startedAt: Self.start) }
    private func second(_ second: Int) -> Instant { Self.start + .seconds(second) }

    @Test func `the same seed, start and time give the same answers, and another seed gives others`() throws {
        let moment = second(100)
        let first = try #require(fleet(7).detail(of: "search", window: .seconds(300), at: moment))
        #expect(fleet(7).detail(of: "search", window: .seconds(300), at: moment) == first)
        #expect(fleet(8).detail(of: "search", window: .seconds(300), at: moment) != first)
        let deploys = { (seed: UInt64) in fleet(seed).deploys(of: "search", since: .seconds(86_400), limit: 50, at: moment) }
        #expect(deploys(7) == deploys(7))
        #expect(deploys(7) != deploys(8))
    }

    @Test(arguments: seeds)
    func `in the first 90 seconds a service is critical for 45 seconds on end, and a health check sees it`(seed: UInt64) {
        let fleet = fleet(seed)
        let critical = { (service: String, at: Int) in fleet.condition(of: service, at: second(at)) == .critical }
        let looksCritical = { (service: String, at: Int) in
            verdict(fleet.metrics(of: service, window: .seconds(60), at: second(at))) == .critical
        }
        #expect(Fleet.services.contains { longestRun(0...90, critical, of: $0) >= 45 })
        #expect(Fleet.services.contains { longestRun(0...90, looksCritical, of: $0) >= 45 })
    }

    @Test(arguments: seeds)
    func `after that a service is critical for 45 seconds in every five minutes, and every service in every fifteen`(seed: UInt64) {
        let fleet = fleet(seed)
        let critical = { (service: String, at: Int) in fleet.condition(of: service, at: second(at)) == .critical }
        for from in stride(from: 0, to: 3600, by: 97) {
            #expect(Fleet.services.contains { longestRun(from...from + 300, critical, of: $0) >= 45 }, "from \(from)")
        }
        for service in Fleet.services {
            for from in stride(from: 0, to: 3600, by: 450) {
                #expect((from...from + 900).contains { fleet.condition(of: service, at: second($0)) == .critical }, "\(service) from \(from)")
            }
        }
    }

    @Test(arguments: seeds)
    func `a service goes from normal to degraded to critical to recovering, and a risky deploy comes shortly before`(seed: UInt64) throws {
        let fleet = fleet(seed)
        let next: [Condition: Condition] = [.normal: .degraded, .degraded: .critical, .critical: .recovering, .recovering: .normal]
        for profile in Profile.all {
            var last = Condition.normal
            for moment in 0...1800 {
                let condition = try #require(fleet.condition(of: profile.name, at: second(moment)))
                if condition != last { #expect(next[last] == condition) }
                if last == .normal && condition == .degraded {
                    let deploys = try #require(fleet.deploys(of: profile.name, since: .seconds(20), limit: 10, at: second(moment)))
                    let risky = deploys.filter { deploy in profile.risky.contains { $0.change.title == deploy.title } }
                    #expect(risky.count == 1, "\(profile.name) at \(moment)")
                    #expect(risky.allSatisfy { $0.at <= second(moment - 8) })
                }
                last = condition
            }
        }
    }

    @Test(arguments: Fleet.services)
    func `what is normal looks normal to a health check, and what is critical comes to look critical`(service: String) throws {
        let fleet = fleet(3)
        for moment in stride(from: -3600, to: 0, by: 151) {
            #expect(verdict(fleet.metrics(of: service, window: .seconds(60), at: second(moment))) == .normal)
        }
        for window in [5, 30] {
            let lasting = stride(from: 0, to: 900, by: 7).filter { now in
                (now - window...now).allSatisfy { fleet.condition(of: service, at: second($0)) == .critical }
            }
            #expect(!lasting.isEmpty)
            #expect(lasting.allSatisfy { verdict(fleet.metrics(of: service, window: .seconds(window), at: second($0))) == .critical })
        }
    }

    @Test(arguments: Fleet.services)
    func `metrics stay within sense at every moment and window`(service: String) throws {
        for moment in stride(from: -500, to: 1200, by: 31) {
            for window in [0, 1, 60, 300] {
                let metrics = try #require(fleet(11).metrics(of: service, window: .seconds(window), at: second(moment)))
                #expect(metrics.requests > 0)
                #expect((0...metrics.requests).contains(metrics.errors))
                #expect((50...5000).contains(metrics.p99Milliseconds))
                #expect((0...1).contains(metrics.processor) && (0...1).contains(metrics.memory))
            }
        }
    }

    @Test func `windows end at the last full second and add up`() throws {
        let fleet = fleet(5)
        let requests = { (window: Int, at: Instant) in fleet.metrics(of: "checkout", window: .seconds(window), at: at)?.requests ?? 0 }
        #expect(requests(60, second(60)) == requests(30, second(60)) + requests(30, second(30)))
        #expect(requests(60, second(60)) == requests(60, second(60) + .milliseconds(999)))
        #expect(requests(60, second(-1)) == requests(60, second(0) - .milliseconds(1)))
    }

    @Test func `an unknown service has no numbers`() {
        #expect(fleet(1).condition(of: "nope", at: second(0)) == nil)
        #expect(fleet(1).metrics(of: "nope", window: .seconds(60), at: second(0)) == nil)
        #expect(fleet(1).detail(of: "nope", window: .seconds(60), at: second(0)) == nil)
        #expect(fleet(1).deploys(of: "nope", since: .seconds(60), limit: 1, at: second(0)) == nil)
    }

    /// The longest run of seconds in the range for which `holds` is true of the service.
    private func longestRun(_ range: ClosedRange<Int>, _ holds: (String, Int) -> Bool, of service: String) -> Int {
        var longest = 0
        var current = 0
        for second in range {
            current = holds(service, second) ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }

    /// The rules of the shipped health check, with its defaults.
    private func verdict(_ metrics: Metrics?) -> Condition? {
        guard let metrics else { return nil }
        let errorRate = Double(metrics.errors) / Double(max(metrics.requests, 1))
        if errorRate >= 0.05 || metrics.p99Milliseconds >= 2000 { return .critical }
        return errorRate >= 0.01 || metrics.p99Milliseconds >= 800 ? .degraded : .normal
    }
}
