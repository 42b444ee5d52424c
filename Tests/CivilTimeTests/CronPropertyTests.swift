import CivilTime
import Testing

/// `next` against a plain scan of the wall clock, minute by minute or second by second, under the policy as written.
struct CronPropertyTests {
    private static let zones = [
        "Africa/Cairo", "Africa/Casablanca", "America/Argentina/Buenos_Aires", "America/Caracas", "America/Havana", "America/New_York",
        "America/Nuuk", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Beirut", "Asia/Gaza",
        "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Tehran", "Atlantic/Azores", "Australia/Lord_Howe",
        "Europe/Dublin", "Europe/London", "Europe/Moscow", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kwajalein", "UTC",
    ]

    @Test(arguments: zones)
    func `next equals a scan by minutes around every transition of 2020 to 2030 and some of 1990 to 2040`(name: String) async throws {
        let zone = try zone(name)
        var random = SeededGenerator(seed: UInt64(name.utf8.reduce(0) { $0 * 31 % 65_536 + Int($1) }))
        for center in try centers(zone, &random) {
            await Task.yield()
            let window = ScannedWindow(zone: zone, from: center - 5 * 3600, through: center + 5 * 3600, step: 60, margin: 3 * 3600)
            for _ in 0..<5 { try compare(window, hasSeconds: false, &random) }
        }
    }

    @Test(arguments: ["America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin", "America/Sao_Paulo", "UTC"])
    func `next equals a scan by seconds`(name: String) async throws {
        let zone = try zone(name)
        var random = SeededGenerator(seed: 7)
        for center in try centers(zone, &random).prefix(6) {
            await Task.yield()
            let window = ScannedWindow(zone: zone, from: center - 900, through: center + 900, step: 1, margin: 3600)
            for _ in 0..<4 { try compare(window, hasSeconds: true, &random) }
        }
    }

    @Test func `next equals a scan of the days of six years`() async throws {
        var random = SeededGenerator(seed: 8)
        let first = try #require(CivilDate(year: 2023, month: 1, day: 1)).daysSince1970
        let dates = (0...2192).map { CivilDate(daysSince1970: first + $0) }
        for _ in 0..<250 {
            await Task.yield()
            let expression = RandomCron.dates(&random)
            guard let cron = try expression.cron() else { continue }
            let start = Int.random(in: 0..<365, using: &random)
            let expected = dates[start...].first(where: expression.allows(_:)).map { Instant(milliseconds: Int64($0.daysSince1970) * 86_400_000) }
            let found = cron.next(after: Instant(milliseconds: Int64(first + start) * 86_400_000 - 1), in: .utc)
            let end = Instant(milliseconds: Int64(first + 2192) * 86_400_000)
            if let expected { #expect(found == expected, "\(expression)") } else { #expect(found.map { $0 > end } ?? true, "\(expression)") }
        }
    }

    @Test func `times rise, and every instant between two of them leads to the later one`() async throws {
        var random = SeededGenerator(seed: 9)
        for name in Self.zones {
            await Task.yield()
            let zone = try zone(name)
            for _ in 0..<4 {
                let start = Instant(milliseconds: .random(in: -2_000_000_000_000...10_000_000_000_000, using: &random))
                guard let cron = try RandomCron(near: zone.civil(at: start), hasSeconds: Bool.random(using: &random), &random).cron() else {
                    continue
                }
                var last = start
                for _ in 0..<5 {
                    guard let next = cron.next(after: last, in: zone) else { break }
                    #expect(next > last)
                    let between = Instant(milliseconds: .random(in: last.milliseconds..<next.milliseconds, using: &random))
                    #expect(cron.next(after: between, in: zone) == next, "\(cron) in \(name) after \(between)")
                    last = next
                }
            }
        }
    }

    /// Unix times around which to look: transitions, or any times in a zone that has none.
    private func centers(_ zone: Zone, _ random: inout SeededGenerator) throws -> [Int] {
        var centers: [Int] = []
        let everyOne = try instant("2020-01-01T00:00:00Z")..<(try instant("2031-01-01T00:00:00Z"))
        let end = try instant("2041-01-01T00:00:00Z")
        var last = try instant("1990-01-01T00:00:00Z")
        while let transition = zone.transition(after: last), transition.instant < end {
            last = transition.instant
            let isLarge = (transition.after - transition.before).magnitude > 7200
            if isLarge || everyOne.contains(last) || Int.random(in: 0..<6, using: &random) == 0 {
                centers.append(Int(last.milliseconds / 1000))
            }
        }
        return centers.isEmpty ? (0..<6).map { _ in Int.random(in: 10_000_000...37_000_000, using: &random) * 60 } : centers
    }

    private func compare(_ window: ScannedWindow, hasSeconds: Bool, _ random: inout SeededGenerator) throws {
        let expression = RandomCron(near: window.middle, hasSeconds: hasSeconds, &random)
        guard let cron = try expression.cron() else { return }
        let schedule = Schedule.cron(cron, window.zone)
        let found = schedule.times(after: window.start, through: window.end, limit: 100_000)
        #expect(cron.isFixed == expression.isFixed)
        let expected = window.fires(of: expression)
        if found != expected {
            let difference = found.first { !expected.contains($0) } ?? expected.first { !found.contains($0) }
            Issue.record("\(expression) in \(window.zone.name) differs at \(difference.map(\.rfc3339) ?? "the order")")
        }
        // Whoever asks in between, in the second pass of a fold for instance, gets the same times.
        for _ in 0..<4 {
            let instant = Instant(milliseconds: .random(in: window.start.milliseconds..<window.end.milliseconds, using: &random))
            let next = cron.next(after: instant, in: window.zone)
            if let expected = expected.first(where: { $0 > instant }) {
                #expect(next == expected, "\(expression) in \(window.zone.name) after \(instant)")
            } else {
                #expect(next.map { $0 > window.end } ?? true, "\(expression) in \(window.zone.name) after \(instant)")
            }
        }
    }
}
