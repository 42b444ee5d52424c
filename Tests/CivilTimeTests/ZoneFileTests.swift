import Testing

@testable import CivilTime

struct ZoneFileTests {
    private func read(_ bytes: [UInt8]) throws -> Zone {
        var file = ZoneFile(bytes)
        return try file.zone(named: "Test/Zone")
    }

    @Test(arguments: [UInt8(ascii: "2"), UInt8(ascii: "3"), UInt8(ascii: "4")])
    func `versions 2 to 4 are read`(version: UInt8) throws {
        var builder = ZoneFileBuilder(version: version, footer: "\nABC-2\n")
        builder.offsets = [3600, 7200]
        builder.transitions = [(1000, 1)]
        let zone = try read(builder.bytes)
        #expect(zone.offset(at: Instant(milliseconds: 999_999)) == 3600)
        #expect(zone.offset(at: Instant(milliseconds: 1_000_000)) == 7200)
        #expect(zone.offset(at: .latest) == 7200)
        #expect(
            zone.transition(after: .earliest) == Transition(instant: Instant(milliseconds: 1_000_000), before: 3600, after: 7200))
        #expect(zone.transition(after: Instant(milliseconds: 1_000_000)) == nil)
    }

    @Test func `an empty footer keeps the last offset`() throws {
        let zone = try read(ZoneFileBuilder(transitions: [(1000, 1)], offsets: [0, -3600], footer: "\n\n").bytes)
        #expect(zone.offset(at: .latest) == -3600)
    }

    @Test func `transitions that change no offset are none`() throws {
        let zone = try read(ZoneFileBuilder(transitions: [(1000, 1), (2000, 2)], offsets: [0, 0, 60], footer: "\n\n").bytes)
        #expect(zone.transition(after: .earliest)?.instant == Instant(milliseconds: 2_000_000))
    }

    @Test func `the last recorded offset stays until the rule's next change`() throws {
        // 2022-10-30: clocks are already on winter time, which the rule would begin a week later only.
        let builder = ZoneFileBuilder(transitions: [(1_667_116_800, 1)], offsets: [-18_000, -21_600], footer: "\nCST6CDT,M3.2.0,M11.1.0\n")
        let zone = try read(builder.bytes)
        #expect(zone.offset(at: try instant("2022-11-01T00:00:00Z")) == -21_600)
        #expect(zone.transition(after: try instant("2022-11-01T00:00:00Z"))?.instant == (try instant("2023-03-12T08:00:00Z")))
    }

    @Test func `a transition before the year 0000 only sets the offset`() throws {
        let builder = ZoneFileBuilder(transitions: [(-1 << 59, 1)], offsets: [0, 7200], footer: "\nABC-2ABD,M3.5.0,M10.5.0\n")
        let zone = try read(builder.bytes)
        #expect(zone.offset(at: .earliest) == 7200)
        #expect(zone.offset(at: try instant("2026-07-01T00:00:00Z")) == 10_800)
    }

    @Test func `a transition past the year 9999 is never reached`() throws {
        let builder = ZoneFileBuilder(transitions: [(1000, 1), (.max, 0)], offsets: [0, 7200], footer: "\nABC0ABD,M3.5.0,M10.5.0\n")
        let zone = try read(builder.bytes)
        #expect(zone.offset(at: .latest) == 7200)
        #expect(zone.transition(after: Instant(milliseconds: 1_000_000)) == nil)
    }

    @Test(arguments: [
        (ZoneFileBuilder(version: 0).bytes, "version 1 ends in 2037: version 2 or later is needed"),
        ([], "it is cut off"),
        (Array("#!/bin/sh\n".utf8), "it does not start with \"TZif\""),
        (ZoneFileBuilder(offsets: [], footer: "\n\n").bytes, "it has no local time types"),
        (ZoneFileBuilder(offsets: [90_000 + 3600], footer: "\n\n").bytes, "an offset from UTC is over a day"),
        (ZoneFileBuilder(offsets: [-90_000], footer: "\n\n").bytes, "an offset from UTC is over a day"),
        (ZoneFileBuilder(transitions: [(5, 0), (5, 0)]).bytes, "its transitions are not in order"),
        (ZoneFileBuilder(transitions: [(5, 1)]).bytes, "a transition names a type that is not there"),
        (ZoneFileBuilder(leapSeconds: 1).bytes, "it counts leap seconds (a zone from \"right/\"), which instants do not"),
        (ZoneFileBuilder(footer: "").bytes, "its footer is cut off"),
        (ZoneFileBuilder(footer: "\nUTC0").bytes, "its footer is cut off"),
        (ZoneFileBuilder(footer: "UTC0\n").bytes, "its footer is cut off"),
        (ZoneFileBuilder(footer: "\nnonsense\n").bytes, "its footer is no rule: \"nonsense\""),
    ])
    func `a malformed file is refused with the reason`(bytes: [UInt8], reason: String) {
        #expect(throws: ZoneFile.Malformed(reason: reason)) { try read(bytes) }
    }

    @Test func `a count beyond the file is refused`() {
        var bytes = ZoneFileBuilder().bytes
        let second = 44 + 10
        bytes.replaceSubrange((second + 32)..<(second + 36), with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(throws: ZoneFile.Malformed(reason: "it is cut off")) { try read(bytes) }
    }

    @Test func `flags that do not match the types are refused`() {
        var bytes = ZoneFileBuilder().bytes
        bytes[44 + 10 + 23] = 2
        #expect(throws: ZoneFile.Malformed(reason: "its counts contradict each other")) { try read(bytes) }
    }

    @Test func `every shortened file is refused`() {
        let bytes = newYork.bytes
        for length in 0..<bytes.count { #expect(throws: ZoneFile.Malformed.self) { try read(Array(bytes[..<length])) } }
    }

    /// A file damaged at random is refused, or is a zone that can be used: whatever the bytes, nothing crashes or hangs.
    @Test func `damaged files never do harm`() throws {
        var random = SeededGenerator(seed: 3)
        let original = newYork.bytes
        let cron = try Cron("30 2 * * *")
        var readable = 0
        for _ in 0..<3000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let zone = try? read(bytes) else { continue }
            readable += 1
            for _ in 0..<3 {
                let instant = Instant(milliseconds: .random(in: Instant.earliest.milliseconds...Instant.latest.milliseconds, using: &random))
                #expect((-89_999...93_599).contains(zone.offset(at: instant)) || zone.offset(at: instant).magnitude <= 26 * 3600)
                #expect(zone.transition(after: instant).map { $0.instant > instant && $0.before != $0.after } ?? true)
                #expect(cron.next(after: instant, in: zone).map { $0 > instant } ?? true)
                _ = zone.occurrence(of: zone.civil(at: instant))
            }
        }
        #expect(readable > 500)
    }

    private let newYork = ZoneFileBuilder(
        transitions: [(-2_717_650_800, 1), (1_173_596_400, 2), (1_194_156_000, 1)], offsets: [-17_762, -18_000, -14_400],
        footer: "\nEST5EDT,M3.2.0,M11.1.0\n")
}
