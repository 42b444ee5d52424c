import CivilTime
import Testing

struct DurationTextTests {
    @Test(arguments: [
        ("1h30m", 5_400_000), ("0.5s", 500), ("24h", 86_400_000), ("250ms", 250), ("0s", 0), ("007s", 7000), ("1d", 86_400_000),
        ("30m1h", 5_400_000), ("1m1m", 120_000), ("1.5m", 90_000), ("0.1d", 8_640_000), ("2.000ms", 2), ("0.0009765625d", 84_375),
        ("3650d", 315_360_000_000), ("315360000000ms", 315_360_000_000), ("1m1ms", 60_001), ("0.50000000000000000000s", 500),
    ])
    func `numbers and units add up`(text: String, milliseconds: Int64) throws {
        #expect(try Duration(text: text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        (0, "0s"), (1, "1ms"), (250, "250ms"), (1000, "1s"), (1500, "1.5s"), (1001, "1.001s"), (90_000, "1m30s"), (5_400_000, "1h30m"),
        (86_400_000, "1d"), (129_600_000, "1d12h"), (86_400_001, "1d1ms"), (60_050, "1m50ms"), (-5_400_000, "-1h30m"),
    ])
    func `a duration is written with the largest units first and none that are zero`(milliseconds: Int64, text: String) {
        #expect(Duration.milliseconds(milliseconds).text == text)
    }

    @Test func `every duration that is written is read back as itself`() throws {
        var random = SeededGenerator(seed: 2)
        for exponent in 0..<38 {
            for _ in 0..<20 {
                let duration = Duration.milliseconds(Int64.random(in: 0...(1 << exponent), using: &random))
                #expect(try Duration(text: duration.text) == duration)
            }
        }
    }

    @Test(arguments: [
        ("", 1, "expected a number"),
        ("h", 1, "expected a number"),
        (".5s", 1, "expected a number"),
        ("-5s", 1, "expected a number"),
        (" 5s", 1, "expected a number"),
        ("5", 2, "expected a unit: ms, s, m, h or d"),
        ("5 s", 2, "expected a unit: ms, s, m, h or d"),
        ("5w", 2, "expected a unit: ms, s, m, h or d"),
        ("5S", 2, "expected a unit: ms, s, m, h or d"),
        ("5us", 2, "expected a unit: ms, s, m, h or d"),
        ("1h30", 5, "expected a unit: ms, s, m, h or d"),
        ("1h 30m", 3, "expected a number"),
        ("1.s", 3, "expected digits after \".\""),
        ("1.2.3s", 4, "expected a unit: ms, s, m, h or d"),
        ("0.5ms", 1, "finer than a millisecond"),
        ("1h0.0001s", 3, "finer than a millisecond"),
        ("0.12345678901d", 3, "finer than a millisecond"),
        ("3651d", 1, "longer than ten years (3650d)"),
        ("3650d1ms", 6, "longer than ten years (3650d)"),
        ("3650.5d", 1, "longer than ten years (3650d)"),
        ("99999999999999999999999999ms", 1, "longer than ten years (3650d)"),
        ("9223372036854775807d9223372036854775807d", 1, "longer than ten years (3650d)"),
    ])
    func `a text that is no duration is refused with the column and the reason`(text: String, column: Int, reason: String) {
        #expect(throws: TimeTextError.duration(text, column: column, reason: reason)) { try Duration(text: text) }
    }

    @Test func `a long text is cut in the message`() {
        let error = TimeTextError.duration(String(repeating: "9", count: 1000), column: 1, reason: "longer than ten years (3650d)")
        #expect(
            "\(error)" == "\"\(String(repeating: "9", count: 64))\"... is not a duration such as 1h30m, 45s or 250ms: "
                + "column 1: longer than ten years (3650d)")
    }
}
