import CEL
import CivilTime
import JSON

/// Parsing and writing JSON.
enum ParsingRate {
    static func run(_ report: Report) throws {
        guard report.wants("json.parse") || report.wants("json.write") else { return }
        let runs = (0..<700).map { i -> JSON in
            [
                "id": .string("018f-\(i)"), "skill": "health_check", "state": "succeeded", "duration_ms": .int(Int64(i * 37)), "cost_usd": .double(Double(i) * 0.00137),
                "labels": ["good", "né"], "steps": [["path": "route/sweep[2]/ping#1", "output": ["status": 200, "ok": true, "note": "a \"quoted\" line\n"]]],
            ]
        }
        let bytes = JSON.array(runs).bytes(.compact)
        let document = try JSON(parsing: bytes)
        let size = Double(bytes.count) / 1e6
        let method = "a run list of \(bytes.count / 1000) KB, median of 30"
        report.add("json.parse", size / Samples(try time(30) { _ = try JSON(parsing: bytes) }).median, "MB/s", method: method)
        report.add("json.write", size / Samples(time(30) { _ = document.bytes(.compact) }).median, "MB/s", method: method)
    }
}

/// Evaluating an expression over JSON data.
enum ExpressionRate {
    static func run(_ report: Report) throws {
        guard report.wants("cel.evaluate") else { return }
        let expression = try Expression(parsing: "a.b > 0.05 && c.d.exists(x, x.s == 'y')")
        let items = (0..<20).map { JSON.object(["s": .string($0 == 19 ? "y" : "n"), "v": .int(Int64($0))]) }
        let scope = Variables(["a": Value(["b": 0.5]), "c": Value(["d": .array(items)])])
        let samples = Samples(try time(30) { for _ in 0..<1000 { _ = try expression.evaluate(in: scope) } })
        report.add("cel.evaluate", samples.median * 1000, "us", method: "a.b > 0.05 && c.d.exists(x, x.s == 'y') on 20 items, the last one matches; median of 30 x 1,000")
    }
}

/// The next fire of a cron schedule.
enum CronRate {
    static func run(_ report: Report) throws {
        guard report.wants("cron.next") else { return }
        let zone = try ZoneDirectory().zone(named: "America/New_York")
        let cron = try Cron("0 9 * * 1-5")
        let samples = Samples(time(15) {
            var at = Instant(milliseconds: 1_700_000_000_000)
            for _ in 0..<20_000 { at = cron.next(after: at, in: zone) ?? Instant(milliseconds: 1_700_000_000_000) }
        })
        report.add("cron.next", 20_000 / samples.median, "1/s", method: "0 9 * * 1-5 in America/New_York, each from the one before, median of 15 x 20,000")
    }
}

/// Seconds that each of `count` rounds takes.
func time(_ count: Int, _ body: () throws -> Void) rethrows -> [Double] {
    let clock = ContinuousClock()
    return try (0..<count).map { _ in try clock.measure(body).inSeconds }
}
