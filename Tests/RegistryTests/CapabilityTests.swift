import JSON
@testable import Registry
import SkillLanguage
import Testing
import Workspace

@Suite struct CapabilityTests {
    private static func skill(_ more: JSON.Object) throws -> Skill { try SkillDecoder.decode(Ground.skill("greet", version: "1.0.0", more: more)) }

    struct Case: Sendable, CustomTestStringConvertible {
        let old: JSON.Object
        let new: JSON.Object
        let lines: [String]
        var testDescription: String { lines.joined(separator: "; ") }
    }

    @Test(arguments: [
        Case(old: ["permits": ["http": ["GET https://a.example/*"]]], new: ["permits": ["http": ["GET https://a.example/v1/*"]]],
            lines: ["narrower http GET https://a.example/v1/*", "narrower http no more: GET https://a.example/*"]),
        Case(old: ["permits": ["http": ["GET https://a.example/v1/*"]]], new: ["permits": ["http": ["GET https://a.example/*"]]],
            lines: ["wider http GET https://a.example/*", "narrower http no more: GET https://a.example/v1/*"]),
        Case(old: ["permits": ["http": ["* https://a.example/*"]]], new: ["permits": ["http": ["POST https://a.example/x"]]],
            lines: ["narrower http POST https://a.example/x", "narrower http no more: * https://a.example/*"]),
        Case(old: ["permits": ["http": ["GET https://a.example/x"]]], new: ["permits": ["http": ["POST https://a.example/x"]]],
            lines: ["wider http POST https://a.example/x", "narrower http no more: GET https://a.example/x"]),
        Case(old: ["permits": ["http": ["GET service:a/*"]]], new: ["permits": ["http": ["GET service:b/*"]]],
            lines: ["wider http GET service:b/*", "narrower http no more: GET service:a/*"]),
        Case(old: ["permits": ["models": ["fast"]]], new: ["permits": ["models": ["smart"]]],
            lines: ["wider models smart", "narrower models no more: fast"]),
        Case(old: ["permits": ["mcp": ["git/*"]]], new: ["permits": ["mcp": ["git/log"]]],
            lines: ["narrower mcp git/log", "narrower mcp no more: git/*"]),
        Case(old: ["permits": ["tune": ["a", "b*"]]], new: ["permits": ["tune": ["bc", "*"]]],
            lines: ["wider tune *", "narrower tune bc", "narrower tune no more: a", "narrower tune no more: b*"]),
        Case(old: [:], new: ["secrets": ["TOKEN"]], lines: ["wider secrets TOKEN"]),
        Case(old: ["limits": ["calls": 10]], new: ["limits": ["calls": 11]], lines: ["wider limits calls 11"]),
        Case(old: ["limits": ["calls": 11]], new: ["limits": ["calls": 10]], lines: ["narrower limits calls 10"]),
        Case(old: [:], new: ["limits": ["tokens": 1]], lines: ["wider limits tokens 1"]),
        Case(old: [:], new: ["summary": "Another text for it."], lines: []),
    ])
    func `each line is wider, narrower or the same`(_ example: Case) throws {
        let difference = CapabilityDifference(from: try Self.skill(example.old), to: try Self.skill(example.new))
        let lines = difference.lines.filter { $0.direction != .same }.map { "\($0.direction.rawValue) \($0)" }
        #expect(lines == example.lines)
        #expect(difference.isWider == example.lines.contains { $0.hasPrefix("wider") })
    }

    /// Of two patterns of a small alphabet, every text of up to five letters is tried.
    @Test func `a pattern is covered only when all it matches is matched`() {
        let patterns = Self.words(of: ["a", "b", "*"], upTo: 3), texts = Self.words(of: ["a", "b"], upTo: 5)
        var covered = 0
        for outer in patterns {
            for inner in patterns where CapabilityDifference.covers([outer], inner) {
                covered += 1
                let escaped = texts.filter { Glob.matches(inner, $0) && !Glob.matches(outer, $0) }
                #expect(escaped.isEmpty, "\(outer) does not cover \(inner): \(escaped)")
            }
        }
        #expect(covered > patterns.count)
        #expect(!CapabilityDifference.covers(["/\u{1}"], "/*"))
    }

    private static func words(of letters: [String], upTo most: Int) -> [String] {
        (0..<most).reduce((all: [""], last: [""])) { found, _ in
            let next = found.last.flatMap { word in letters.map { word + $0 } }
            return (found.all + next, next)
        }.all
    }

    // MARK: steps and dependents

    @Test func `steps are told apart by id, whatever their order and depth`() throws {
        let old = try Self.skill([:])
        let new = try Self.skill([
            "steps": [
                ["id": "first", "set": ["x": 1]],
                ["id": "group", "do": [["id": "say", "call": "echo", "with": ["text": "bye"]]]],
            ]
        ])
        let difference = StepDifference(from: old, to: new)
        #expect(difference.added == ["first", "group"] && difference.removed == [] && difference.changed == ["say"])
        #expect(StepDifference(from: new, to: nil).removed == ["first", "group", "say"])
    }

    // MARK: policy

    private static func evidence(_ kind: Adoption.Kind, from old: Skill?, to new: Skill?, passed: Bool = true) -> Evidence {
        let change = Evidence.Change(
            path: "skills/greet/skill.json", kind: kind, label: nil, version: nil, base: nil, tests: [Evidence.Test(name: "t", passed: passed)],
            capabilities: CapabilityDifference(from: old, to: new), steps: nil, skillsAffected: [], loopsAffected: [])
        return Evidence(changes: [change], findings: [], callees: [:], policyHash: "")
    }

    @Test func `by default everything waits for a person`() throws {
        let evidence = Self.evidence(.updated, from: try Self.skill([:]), to: try Self.skill([:]))
        #expect(PolicyDecision(on: evidence, by: ChangePolicy()).outcome == .pending)
        #expect(PolicyDecision(on: evidence, by: .closed).outcome == .pending)
    }

    @Test func `narrower goes by itself; wider, new with reach, removed, untested or frozen waits`() throws {
        let plain = try Self.skill([:]), reaching = try Self.skill(Ground.reaching)
        func outcome(_ evidence: Evidence, _ policy: ChangePolicy = Ground.narrower) -> PolicyDecision.Outcome {
            PolicyDecision(on: evidence, by: policy).outcome
        }
        #expect(outcome(Self.evidence(.updated, from: reaching, to: plain)) == .live)
        #expect(outcome(Self.evidence(.updated, from: reaching, to: reaching)) == .live)
        #expect(outcome(Self.evidence(.added, from: nil, to: plain)) == .live)
        #expect(outcome(Self.evidence(.updated, from: plain, to: reaching)) == .pending)
        #expect(outcome(Self.evidence(.added, from: nil, to: reaching)) == .pending)
        #expect(outcome(Self.evidence(.removed, from: plain, to: nil)) == .pending)
        #expect(outcome(Self.evidence(.updated, from: plain, to: plain, passed: false)) == .pending)
        var frozen = Ground.narrower
        frozen.freeze = true
        #expect(outcome(Self.evidence(.updated, from: plain, to: plain), frozen) == .pending)
        let loop = Evidence.Change(
            path: "cron/x.json", kind: .updated, label: nil, version: nil, base: nil, tests: [], capabilities: nil, steps: nil, skillsAffected: [],
            loopsAffected: [])
        #expect(outcome(Evidence(changes: [loop], findings: [], callees: [:], policyHash: "")) == .pending)
    }
}
