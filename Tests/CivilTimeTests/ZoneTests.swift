import CivilTime
import Testing

struct ZoneTests {
    @Test(arguments: [
        ("America/New_York", "2025-03-09T06:59:59Z", -18_000), ("America/New_York", "2025-03-09T07:00:00Z", -14_400),
        ("America/New_York", "1883-11-18T16:59:59Z", -17_762), ("Europe/London", "1970-06-01T00:00:00Z", 3600),
        ("Asia/Kathmandu", "2025-01-01T00:00:00Z", 20_700), ("Pacific/Chatham", "2025-01-01T00:00:00Z", 49_500),
        ("Pacific/Apia", "2011-12-30T09:59:59Z", -36_000), ("Pacific/Apia", "2011-12-30T10:00:00Z", 50_400),
        ("Africa/Casablanca", "2024-03-20T00:00:00Z", 0), ("Africa/Casablanca", "2024-05-01T00:00:00Z", 3600),
        ("Europe/Dublin", "2025-01-01T00:00:00Z", 0), ("Europe/Dublin", "2025-07-01T00:00:00Z", 3600),
        ("Australia/Lord_Howe", "2025-01-01T00:00:00Z", 39_600), ("Australia/Lord_Howe", "2025-07-01T00:00:00Z", 37_800),
        ("UTC", "2025-07-01T00:00:00Z", 0), ("Etc/UTC", "2025-07-01T00:00:00Z", 0), ("Etc/GMT+5", "2025-07-01T00:00:00Z", -18_000),
    ])
    func `zones have their offsets`(name: String, time: String, offset: Int) throws {
        #expect(try zone(name).offset(at: instant(time)) == offset)
    }

    @Test func `a wall clock shows local time`() throws {
        #expect(try zone("Asia/Kolkata").civil(at: instant("2026-11-21T20:00:00.999Z")).description == "2026-11-22T01:30:00")
    }

    @Test func `transitions follow one another`() throws {
        let zone = try zone("Europe/Paris")
        var instant = try instant("2023-01-01T00:00:00Z")
        var found: [String] = []
        for _ in 0..<4 {
            let transition = try #require(zone.transition(after: instant))
            found.append("\(transition.instant) \(transition.before) \(transition.after)")
            instant = transition.instant
        }
        #expect(
            found == [
                "2023-03-26T01:00:00Z 3600 7200", "2023-10-29T01:00:00Z 7200 3600", "2024-03-31T01:00:00Z 3600 7200",
                "2024-10-27T01:00:00Z 7200 3600",
            ])
        #expect(try #require(zone.transition(after: try CivilTimeTests.instant("2500-01-01T00:00:00Z"))).after == 7200)
    }

    @Test(arguments: [
        ("America/New_York", "2025-07-01T12:00:00", "once 2025-07-01T16:00:00Z"),
        ("America/New_York", "2025-03-09T01:59:59", "once 2025-03-09T06:59:59Z"),
        ("America/New_York", "2025-03-09T02:00:00", "skipped 2025-03-09T07:00:00Z"),
        ("America/New_York", "2025-03-09T02:59:59", "skipped 2025-03-09T07:00:00Z"),
        ("America/New_York", "2025-03-09T03:00:00", "once 2025-03-09T07:00:00Z"),
        ("America/New_York", "2025-11-02T00:59:59", "once 2025-11-02T04:59:59Z"),
        ("America/New_York", "2025-11-02T01:00:00", "repeated 2025-11-02T05:00:00Z 2025-11-02T06:00:00Z"),
        ("America/New_York", "2025-11-02T01:59:59", "repeated 2025-11-02T05:59:59Z 2025-11-02T06:59:59Z"),
        ("America/New_York", "2025-11-02T02:00:00", "once 2025-11-02T07:00:00Z"),
        ("Australia/Lord_Howe", "2025-04-06T01:45:00", "repeated 2025-04-05T14:45:00Z 2025-04-05T15:15:00Z"),
        ("Pacific/Apia", "2011-12-30T12:00:00", "skipped 2011-12-30T10:00:00Z"),
        ("America/Sao_Paulo", "2018-11-04T00:30:00", "skipped 2018-11-04T03:00:00Z"),
        ("UTC", "2025-03-09T02:30:00", "once 2025-03-09T02:30:00Z"),
        // A whole day came twice when Alaska changed sides of the date line.
        ("America/Juneau", "1867-10-18T16:00:00", "repeated 1867-10-18T00:57:41Z 1867-10-19T00:57:41Z"),
    ])
    func `a wall time is shown once, twice or never`(name: String, time: String, expected: String) throws {
        // Read as UTC, the text gives the same calendar and clock.
        let wall = Zone.utc.civil(at: try instant(time + "Z"))
        let occurrence =
            switch try zone(name).occurrence(of: wall) {
            case .once(let instant): "once \(instant)"
            case .repeated(let first, let last): "repeated \(first) \(last)"
            case .skipped(let resuming): "skipped \(resuming)"
            }
        #expect(occurrence == expected)
    }

    @Test func `what the wall shows leads back to the instant, in every zone`() throws {
        var random = SeededGenerator(seed: 4)
        let directory = ZoneDirectory()
        for name in directory.names {
            let zone = try directory.zone(named: name)
            for _ in 0..<4 {
                let instant = Instant(milliseconds: .random(in: -4_000_000_000...8_000_000_000, using: &random) * 1000)
                switch zone.occurrence(of: zone.civil(at: instant)) {
                case .once(let found): #expect(found == instant)
                case .repeated(let first, let last): #expect(first < last && (first...last).contains(instant))
                case .skipped: Issue.record("\(name) \(instant) is shown, yet skipped")
                }
            }
        }
    }
}
