import JSON
import Testing

@testable import Terminal

@Suite struct ProposalPageTests {
    private static let wide = Screen(width: 140)

    private static func page(_ more: JSON.Object) -> String {
        var proposal: JSON.Object = [
            "id": "01a1ff69-3fe4-795d-84cb-009135430e1c", "state": "open", "author": "person", "origin": nil, "reason": "A reason.",
            "proposer": ["token": "tok_4c83d953c0e8", "name": "kim", "scope": "operator"], "evidence_hash": "8fc1", "reviews": [], "diff": [],
        ]
        for (key, value) in more { proposal[key] = value }
        return ProposalPage.text(.object(proposal), on: wide, now: Samples.now)
    }

    private static func evidence(_ shadow: JSON) -> JSON.Object {
        ["evidence": ["changes": [["path": "skills/a/skill.json", "kind": "updated", "version": "1.0.1", "shadow": shadow]]]]
    }

    @Test func `a person, an agent and a run are told apart`() {
        #expect(Self.page([:]).contains("\nby kim (operator)\n"))
        let agent = Self.page(["author": "agent", "model": "fast", "proposer": ["token": "agent", "name": "a\u{1B}b", "scope": "agent"]])
        #expect(agent.contains("\nwritten by agent a\u{FFFD}b (token agent), written by fast\n"), "\(agent)")
        let origin: JSON = ["run": "r1", "for": ["r2", "r3"], "against": [], "taint": ["page (http)"]]
        let run = Self.page(["author": "run", "origin": origin, "proposer": ["token": "skill:w", "name": "w 0.2.0", "scope": "agent"]])
        let expected = "made by run r1 of w 0.2.0\n  for     r2 r3\n  against no runs\n  taint   text from outside may be in it: page (http)\n"
        #expect(run.contains(expected), "\(run)")
    }

    @Test func `recorded runs that come out otherwise are told one by one, with where or why not`() {
        let shadow: JSON = [
            "status": "differs", "same": 9, "changed": 1, "diverged": 1, "refused": 0, "hash": "77aa", "cost_usd": ["was": 0.5, "now": 0.25],
            "duration_ms": ["was": 9000, "now": 9000],
            "runs": [
                ["run": "r1", "verdict": "changed", "differences": [["at": "/severity", "was": "critical", "now": "normal"]]],
                ["run": "r2", "verdict": "diverged", "step": "triage", "asked": "skill:triage@^1"], ["run": "r3", "verdict": "same"],
            ],
        ]
        let text = Self.page(Self.evidence(shadow))
        #expect(text.contains("  shadow  9 same, 1 changed, 1 diverged; $0.50 -> $0.25, 9.0 s as before\n"), "\(text)")
        #expect(text.contains("r1  changed   /severity \"critical\" -> \"normal\"\n"))
        #expect(text.contains("r2  diverged  at triage: skill:triage@^1 was not recorded so\n") && !text.contains("r3"))
        #expect(text.contains("report 77aa\n"))
    }

    @Test func `many runs are counted, and none is said`() {
        let runs = (0..<13).map { JSON.object(["run": .string("r\($0)"), "verdict": "refused"]) }
        let many = Self.page(Self.evidence(["status": "differs", "same": 0, "changed": 0, "diverged": 0, "refused": 13, "runs": .array(runs)]))
        #expect(many.contains("r9  refused\n") && !many.contains("r10") && many.contains("and 3 more"))
        #expect(Self.page(Self.evidence(["status": "no_runs", "same": 0, "changed": 0, "diverged": 0, "refused": 0, "runs": []])).contains("no recorded runs"))
    }
}
