import CivilTime
import JSON
import SkillLanguage
import Testing

@Suite struct LoopDecoderTests {
    private static let good: JSON = [
        "loop": "report", "schedule": ["cron": "0 7 * * 1", "zone": "Europe/Paris"], "skill": "report@^1", "input": ["a": 1], "overlap": "allow_all",
        "catchup": "none", "window": "2h",
    ]

    @Test func `a loop file says when, what, and what to do when it overlaps or was missed`() throws {
        let loop = try LoopDecoder.decode(Self.good, file: "report", zones: ZoneDirectory())
        #expect(loop.skill == "report" && loop.overlap == .allowAll && loop.catchup == .none && loop.window == .seconds(7200))
        #expect(loop.schedule.next(after: try Instant(rfc3339: "2026-11-21T00:00:00Z")) == (try Instant(rfc3339: "2026-11-23T06:00:00Z")))
    }

    /// Path, replacement, code, pointer.
    static let mistakes: [(key: String, value: JSON?, code: String, pointer: String)] = [
        ("loop", nil, "L01", ""), ("loop", "Report!", "L01", "/loop"), ("loop", "other", "L07", "/loop"), ("schedule", nil, "L01", ""),
        ("schedule", [:], "L03", "/schedule"), ("schedule", ["cron": "0 0 31 2 *", "zone": "UTC"], "L03", "/schedule/cron"),
        ("schedule", ["cron": "0 7 * * 1"], "L04", "/schedule"), ("schedule", ["cron": "0 7 * * 1", "zone": "Europe/Pariss"], "L04", "/schedule/zone"),
        ("schedule", ["every": "10ms"], "L03", "/schedule/every"), ("schedule", ["every": "soon"], "L01", "/schedule/every"),
        ("schedule", ["every": "1m", "zone": "UTC"], "L03", "/schedule/zone"), ("schedule", ["evry": "1m"], "L02", "/schedule/evry"),
        ("skill", "report", "L05", "/skill"), ("overlap", "buffer_one", "L06", "/overlap"), ("overlap", "sometimes", "L06", "/overlap"),
        ("catchup", "all", "L06", "/catchup"), ("window", "1s", "L06", "/window"), ("colour", "red", "L02", "/colour"), ("input", 3, "L01", "/input"),
    ]

    @Test(arguments: mistakes.indices) func `a mistake is named with its code and place`(index: Int) throws {
        let mistake = Self.mistakes[index]
        var document = try #require(Self.good.object)
        document[mistake.key] = mistake.value
        let error = #expect(throws: InvalidDocument.self) {
            try LoopDecoder.decode(.object(document), file: "report", zones: ZoneDirectory())
        }
        let found = error?.findings.map { "\($0.code) \($0.pointer)" } ?? []
        #expect(found.contains("\(mistake.code) \(mistake.pointer)"), "\(found)")
    }

    @Test func `an unknown zone is answered with the nearest one`() throws {
        var document = try #require(Self.good.object)
        document["schedule"] = ["cron": "0 7 * * 1", "zone": "Europe/Pariss"]
        let error = #expect(throws: InvalidDocument.self) { try LoopDecoder.decode(.object(document), file: nil, zones: ZoneDirectory()) }
        #expect(error?.description.contains("Europe/Paris") ?? false)
    }
}
