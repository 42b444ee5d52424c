import JSON
import SkillLanguage
import Testing

@Suite struct FindingGuideTests {
    @Test func `every code is explained once, in order`() {
        let codes = FindingGuide.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.filter { $0.hasPrefix("E") } == codes.filter { $0.hasPrefix("E") }.sorted())
        #expect(FindingGuide.entry("e12")?.code == "E12")
        #expect(FindingGuide.entry("E99") == nil)
    }

    @Test(arguments: FindingGuide.all.map(\.code)) func `an explanation says all there is to say`(code: String) throws {
        let entry = try #require(FindingGuide.entry(code))
        #expect([entry.rule, entry.why, entry.wrong, entry.right].allSatisfy { !$0.isEmpty })
        #expect(entry.rule.hasSuffix(".") && entry.why.hasSuffix("."))
        #expect(entry.wrong != entry.right)
    }

    @Test func `an expression is tried on data, with its type and cost`() throws {
        let trial = try Trial(of: "${input.items.filter(x, x.cost > 5.0).size()}", with: ["input": ["items": [["cost": 6], ["cost": 1]]]])
        #expect(trial.value == 1)
        #expect(trial.type == "int")
        #expect(trial.cost > 5 && trial.cost < trial.limit)
        #expect(throws: Formula.Malformed.self) { try Trial(of: "a and b", with: [:]) }
        #expect(throws: (any Error).self) { try Trial(of: "input.x", with: ["input": [:]]) }
    }
}
