import JSON
import Testing

@testable import CEL

struct CostTests {
    /// The units an expression uses; nil when it has no value.
    private func cost(_ source: String, _ variables: JSON.Object = [:]) -> Int? {
        var meter = CostMeter(limit: Profile.ratchet.costLimit)
        guard let expression = try? Expression(parsing: source), (try? expression.evaluate(in: Variables(json: variables), meter: &meter)) != nil
        else { return nil }
        return meter.used
    }

    @Test(arguments: [
        ("1", 1), ("1 + 2", 3), ("x.a", 2), ("true && false", 3), ("x.a > 1 ? 'a' : 'b'", 6), ("[1, 2]", 5), ("{'a': 1}", 4), ("size(x)", 2),
        ("[1, 2, 3].all(y, y > 0)", 8 + 9), ("'\(String(repeating: "a", count: 100))' + 'b'", 3 + 1), ("x.l == x.l", 5 + 4),
    ])
    func `a node costs one unit, and work on texts and aggregates by their size`(source: String, units: Int) {
        #expect(cost(source, ["x": ["a": 2, "l": [1, 2, 3, 4]]]) == units, "\(source)")
    }

    @Test func `the cost is the same every time`() {
        let source = "xs.filter(x, x.n % 2 == 0).map(x, x.s + '!').join(',').size()"
        let xs = JSON.array((0..<50).map { ["n": .int(9_007_199_254_740_992 + $0), "s": .string("s\($0)")] })
        let first = cost(source, ["xs": xs])
        #expect(first != nil)
        for _ in 0..<5 { #expect(cost(source, ["xs": xs]) == first) }
    }

    @Test func `a literal costs as much when it was computed beforehand`() {
        #expect(cost("[1, [2, 3]]") == cost("[1, [x, 3]]", ["x": 2]))
        #expect(cost("{'a': [1]}") == cost("{'a': [x]}", ["x": 1]))
    }

    @Test(arguments: [
        "lists.range(400).all(a, lists.range(400).all(b, a + b >= 0))", "lists.range(50000).map(x, [x, x])",
        "cel.bind(a, lists.range(300), cel.bind(b, a.map(x, a), cel.bind(c, b.map(x, b), c == c)))",
        "cel.bind(a, lists.range(300), cel.bind(b, a.map(x, a), cel.bind(c, b.map(x, b), '%s'.format([c]))))",
        "cel.bind(a, lists.range(300), cel.bind(b, a.map(x, a), cel.bind(c, b.map(x, b), json(c))))",
        "cel.bind(a, lists.range(300), cel.bind(b, a.map(x, a), cel.bind(c, b.map(x, b), c)))",
        "cel.bind(a, lists.range(300), cel.bind(b, a.map(x, a), cel.bind(c, b.map(x, b), c.flatten(9))))",
        "cel.bind(a, big, cel.bind(b, a + a, cel.bind(c, b + b, c + c)))", "big.replace('', big)", "[big, big, big, big, big].join(big)",
        "big.matches('(a{1,200}){5}x')", "lists.range(90).all(i, !big.matches('a' + 'b'))", "lists.range(100000).distinct().sort()",
        "lists.range(1000).all(x, !big.contains('b'))",
    ])
    func `an expression that would take long ends with costExceeded`(source: String) {
        let big = JSON.string(String(repeating: "a", count: 600_000))
        #expect(outcome(source, ["big": big]) == .failed(.costExceeded), "\(source)")
    }

    @Test func `nothing absorbs a spent budget`() {
        let spend = "lists.range(400).all(a, lists.range(400).all(b, a + b >= 0))"
        for source in ["\(spend) || true", "true && \(spend) && false", "[1].exists(x, \(spend))", "[1, 2].all(x, x == 5 || \(spend))"] {
            #expect(outcome(source) == .failed(.costExceeded), "\(source)")
        }
    }

    @Test func `a smaller budget stops sooner, and the meter says how far it came`() throws {
        let expression = try Expression(parsing: "[1, 2, 3].map(x, x + 1)")
        var meter = CostMeter(limit: 12)
        #expect(throws: EvaluationError.self) { try expression.evaluate(in: Variables(), meter: &meter) }
        #expect(meter.used > 12)
        var wide = CostMeter(limit: 100)
        _ = try expression.evaluate(in: Variables(), meter: &wide)
        _ = try expression.evaluate(in: Variables(), meter: &wide)
        #expect(wide.used == 40)
    }

    @Test func `a result has at most one mebibyte`() {
        #expect(outcome("size(x)", ["x": .string(String(repeating: "a", count: 1 << 21))]) == .json(.int(1 << 21)))
        #expect(outcome("x", ["x": .string(String(repeating: "a", count: 1 << 20))]) == .failed(.costExceeded))
        #expect(outcome("x", ["x": .array(Array(repeating: .string(String(repeating: "a", count: 1_000)), count: 2_000))]) == .failed(.costExceeded))
        if case .json = outcome("x", ["x": .string(String(repeating: "a", count: 1_000_000))]) {} else { Issue.record("refused") }
    }
}
