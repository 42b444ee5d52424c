import CivilTime
import JSON
@testable import Loops
import SkillLanguage
import Store
import Testing

@Suite struct DuePlanTests {
    private static let zones = ZoneDirectory()
    /// A minute past noon, aligned to a minute.
    private static let noon = Instant(milliseconds: 1_800_014_400_000)

    private static func loop(every: String = "1m", catchup: String = "latest", window: String = "1h") throws -> LoopDocument {
        try LoopDecoder.decode(
            [
                "loop": "check", "schedule": ["every": .string(every)], "skill": "check@^1", "catchup": .string(catchup), "window": .string(window),
            ], file: nil, zones: zones)
    }

    @Test func `a time that has just come is fired by itself`() throws {
        let plan = DuePlan(try Self.loop(), after: Self.noon - .seconds(60), through: Self.noon + .seconds(1), isPaused: false)
        #expect(plan.regular == [Self.noon] && plan.catchUp == nil && plan.ledger.isEmpty)
    }

    @Test func `nothing is due before its time`() throws {
        let plan = DuePlan(try Self.loop(), after: Self.noon, through: Self.noon + .seconds(59), isPaused: false)
        #expect(plan.regular.isEmpty && plan.catchUp == nil && plan.ledger.isEmpty)
    }

    @Test func `latest makes up for the newest missed time and records the others as coalesced into it`() throws {
        let now = Self.noon + .seconds(30)
        let plan = DuePlan(try Self.loop(), after: Self.noon - .seconds(300), through: now, isPaused: false)
        #expect(plan.catchUp == Self.noon && plan.regular.isEmpty)
        #expect(plan.ledger.map(\.outcome) == [.coalesced, .coalesced, .coalesced, .coalesced])
        #expect(plan.ledger.map(\.nominalAt) == (1...4).map { Self.noon - .seconds(300 - 60 * $0) })
    }

    @Test func `missed times before one that is due now are coalesced into that one`() throws {
        let plan = DuePlan(try Self.loop(), after: Self.noon - .seconds(180), through: Self.noon, isPaused: false)
        #expect(plan.regular == [Self.noon] && plan.catchUp == nil)
        #expect(plan.ledger.map(\.outcome) == [.coalesced, .coalesced])
    }

    @Test func `none records missed times and starts nothing for them`() throws {
        let plan = DuePlan(try Self.loop(catchup: "none"), after: Self.noon - .seconds(180), through: Self.noon + .seconds(30), isPaused: false)
        #expect(plan.catchUp == nil && plan.regular.isEmpty && plan.ledger.map(\.outcome) == [.missed, .missed, .missed])
    }

    @Test func `times older than the window are one range row`() throws {
        let plan = DuePlan(try Self.loop(window: "10m"), after: Self.noon - .seconds(86_400), through: Self.noon + .seconds(30), isPaused: false)
        let range = try #require(plan.ledger.first)
        #expect(range.outcome == .missed && range.count == 1430 && range.nominalAt == Self.noon - .seconds(86_340))
        #expect(range.throughAt == Self.noon - .seconds(600))
        #expect(plan.ledger.count == 10 && plan.catchUp == Self.noon)
    }

    @Test func `a paused loop starts nothing and records every time`() throws {
        let plan = DuePlan(try Self.loop(), after: Self.noon - .seconds(120), through: Self.noon, isPaused: true)
        #expect(plan.regular.isEmpty && plan.catchUp == nil && plan.ledger.map(\.outcome) == [.skippedPaused, .skippedPaused])
    }

    /// Whatever the schedule and the gap, each nominal time is dealt with exactly once.
    @Test(arguments: ["1s", "7s", "15s", "1m", "90s", "1h"], ["latest", "none"]) func `every nominal time is dealt with once`(
        every: String, catchup: String
    ) throws {
        let loop = try Self.loop(every: every, catchup: catchup, window: "2m")
        for gap in [1, 5, 11, 59, 60, 61, 119, 120, 121, 600, 3599, 3601, 7300] {
            for paused in [false, true] {
                let after = Self.noon - .seconds(gap)
                let plan = DuePlan(loop, after: after, through: Self.noon, isPaused: paused)
                let dealt = plan.regular.count + (plan.catchUp == nil ? 0 : 1) + plan.ledger.map(\.count).reduce(0, +)
                #expect(dealt == loop.schedule.times(after: after, through: Self.noon, limit: 100_000).count, "gap \(gap), paused \(paused)")
            }
        }
    }
}
