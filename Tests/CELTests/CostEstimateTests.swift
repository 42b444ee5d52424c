import JSON
import Testing

@testable import CEL

/// The estimate against the evaluator's own meter, on data that is as large as the sizes allow.
@Suite struct CostEstimateTests {
    private static let item = Extent.map(["name": .text(20), "cost": .scalar, "tags": .list(4, of: .text(10))], isClosed: true)
    private static let extents: [String: Extent] = [
        "xs": .list(60, of: .scalar), "names": .list(30, of: .text(100)), "items": .list(20, of: item), "text": .text(900), "n": .scalar,
        "one": item, "open": .list(nil, of: item),
    ]
    private static let data: JSON.Object = {
        let item: JSON = ["name": .string(String(repeating: "n", count: 20)), "cost": 5, "tags": .array(Array(repeating: "0123456789", count: 4))]
        return [
            "xs": .array((0..<60).map { .int($0) }), "names": .array(Array(repeating: .string(String(repeating: "x", count: 100)), count: 30)),
            "items": .array(Array(repeating: item, count: 20)), "text": .string(String(repeating: "t", count: 900)), "n": 7, "one": item,
            "open": .array(Array(repeating: item, count: 3)),
        ]
    }()

    /// What the expression costs, also when it fails on its way.
    private func used(_ expression: Expression) -> Int {
        var meter = CostMeter(limit: 100_000_000)
        _ = try? expression.evaluate(in: Variables(json: Self.data), meter: &meter)
        return meter.used
    }

    @Test(arguments: [
        "1", "n + 1.0", "text + text", "text == text", "text < 'a'", "xs == xs", "items == items", "'a' in names", "one in items", "n in xs",
        "xs.map(x, x * 2.0)", "xs.filter(x, x > 3.0).size()", "xs.all(x, x >= 0.0)", "xs.exists(x, x < 0.0)", "xs.exists_one(x, x == 3.0)",
        "xs.map(x, x > 3.0, x)", "items.map(i, i.tags.map(t, t + '!'))", "items.filter(i, items.exists(j, j.name == i.name + 'x'))",
        "names.join(', ')", "names.map(s, s.upperAscii()).join('').contains('Y')", "xs.sort()", "items.sortBy(i, i.cost)",
        "items.map(i, i.name).distinct()",
        "xs + xs + [1, 2]", "[xs, xs].flatten()", "one.all(k, k != 'z')", "items.transformList(i, x, i + 1)", "one.transformMap(k, v, k)",
        "text.matches('(t+)z?x')", "text.split('t').size()", "cel.bind(a, names.map(s, s), a == a)", "items[0].tags[1] + 'x'",
        "xs.first().orValue(1.0)",
        "items.first().?name.orValue('none') + 'x'", "n > 5.0 ? xs.map(x, x) : []", "{'a': xs, 'b': text} == {'a': xs, 'b': text}",
        "lists.range(50).map(i, i)",
        "items.map(i, {'name': i.name, 'n': string(i.cost)})", "items.map(i, i.?name.optMap(s, s + '!').orValue(''))", "xs.slice(0, 5)",
        "names.reverse()[0]",
        "hash.size() > 0", "text.substring(3).trim().lowerAscii()", "xs.sum() + math.greatest(1, 2)", "xs.filter(x, x in xs).map(x, x in xs)",
        "names.filter(s, s.startsWith('x')).map(s, s.size())", "optional.of(items) == optional.of(items)", "[?items.first(), ?items.last()]",
        "has(one.name) && !has(one.nope)",
    ])
    func `an estimate is never below the real cost`(source: String) throws {
        guard let expression = try? Expression(parsing: source.replacing("hash.", with: "names.")) else {
            Issue.record("\(source) is no expression")
            return
        }
        let estimate = expression.costEstimate(for: Self.extents)
        #expect(estimate.isComplete, "\(source)")
        #expect(estimate.units >= used(expression), "\(source): \(estimate.units) for \(used(expression))")
    }

    @Test(arguments: [("xs.map(x, x * 2.0)", 242), ("n + 1.0", 3), ("xs.map(x, xs.map(y, x + y))", 14_582), ("lists.range(2000).map(i, i)", 6_003)])
    func `where nothing can end early the estimate is the cost`(source: String, units: Int) throws {
        let expression = try Expression(parsing: source)
        #expect(expression.costEstimate(for: Self.extents).units == units)
        #expect(used(expression) == units)
    }

    @Test(arguments: 0..<12) func `random expressions cost no more than estimated`(seed: Int) throws {
        var dice = Dice(seed: UInt64(seed) &* 2_654_435_761 &+ 99)
        for _ in 0..<60 {
            let source = dice.list(3)
            let expression = try Expression(parsing: source)
            let estimate = expression.costEstimate(for: Self.extents)
            #expect(!estimate.isComplete || estimate.units >= used(expression), "\(source): \(estimate.units) for \(used(expression))")
        }
    }

    @Test func `what is of unknown size is left out, and the estimate says so`() throws {
        let estimate = try Expression(parsing: "open.map(i, i.cost)").costEstimate(for: Self.extents)
        #expect(!estimate.isComplete && estimate.longest == nil)
        #expect(estimate.units < 10)
        #expect(try !Expression(parsing: "nobody.startsWith('a')").costEstimate(for: Self.extents).isComplete)
        let partly = try Expression(parsing: "xs.map(x, xs.map(y, nobody))").costEstimate(for: Self.extents)
        #expect(partly.units > 3_600)
    }

    @Test func `the longest list is named with its place`() throws {
        let expression = try Expression(parsing: "items.map(i, one.tags.size() > 0 && xs.exists(x, x == i.cost))")
        let longest = try #require(expression.costEstimate(for: Self.extents).longest)
        #expect(longest.name == "xs" && longest.count == 60 && longest.position == 36)
    }

    /// Expressions that give lists.
    private struct Dice {
        private var state: UInt64
        init(seed: UInt64) { state = seed }

        private mutating func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }

        mutating func list(_ depth: Int) -> String {
            guard depth > 0 else { return ["xs", "names", "items", "[1, 2]", "lists.range(9)", "[]"][below(6)] }
            let inner = list(depth - 1)
            let other = list(depth - 1)
            switch below(13) {
            case 0: return "\(inner).map(a, a)"
            case 1: return "\(inner).filter(a, a != n)"
            case 2: return "(\(inner) + \(other))"
            case 3: return "\(inner).distinct()"
            case 4: return "[\(inner) == \(other), \(inner) == [text]]"
            case 5: return "\(inner).map(a, a in \(other))"
            case 6: return "(n > 3.0 ? \(inner) : \(other))"
            case 7: return "[\(inner), \(other)].flatten()"
            case 8: return "\(inner).reverse()"
            case 9: return "[\(inner).size(), \(other).first()]"
            case 10: return "cel.bind(b, \(inner), [b == b, b])"
            case 11: return "[\(inner).first().orValue(text), {'k': \(other)}]"
            default: return "(\(inner).exists(a, a == text) ? \(inner) : [\(other).last() == optional.of(n)])"
            }
        }
    }
}
