import JSON
import Testing

@testable import Terminal

@Suite struct SkillPagesTests {
    @Test func `skills are listed, and below them what is wrong in the live commit`() {
        let text = """
            SKILL         VERSION  TESTS  SUMMARY
            health_check  1.0.0        7  Classify one service as normal, degraded or critical.

            problems in the live commit
              skills/a/skill.json:3:7: E03 unknown key "whn" — did you mean "when"?

            """
        #expect(SkillTable.text(["items": .array([Samples.skill]), "problems": .array([Samples.problem])], on: .plain) == text)
    }

    @Test func `a skill is shown with its permits and limits`() {
        let text = """
            skill health_check@1.0.0
              summary         Classify one service as normal, degraded or critical.
              version         ffff
              permits http    GET service:metrics/v1/*
                              POST service:channel/messages
              permits models  fast
              limits          10m, 40 calls, 50,000 tokens, $0.30
              callees         incident_triage@1.0.0
              tests           7

            """
        #expect(SkillPage.text(Samples.skill, on: .plain) == text)
    }

    @Test func `limits that forbid say so`() {
        let skill = Samples.merged(Samples.skill, ["limits": ["calls": 5, "tokens": 0, "cost_usd": 0]])
        #expect(SkillPage.text(skill, on: .plain).contains("limits          5 calls, no tokens, no money\n"))
    }

    @Test func `an adoption is a table of changes`() {
        let adoption: JSON = [
            "status": "live", "previous": "bbbbbbbbbbbbbbbb", "commit": "aaaaaaaaaaaaaaaa", "problems": [],
            "changes": [
                ["kind": "added", "what": "skill", "name": "ping", "version": "1.0.0", "tests_passed": 3],
                ["kind": "removed", "what": "loop", "name": "old", "version": nil, "tests_passed": 0],
            ],
        ]
        let text = """
            live: aaaaaaaaaaaa (before: bbbbbbbbbbbb)
            CHANGE   WHAT   NAME  VERSION  TESTS PASSED
            added    skill  ping  1.0.0               3
            removed  loop   old

            """
        #expect(AdoptionPage.text(adoption, on: .plain) == text)
        #expect(!AdoptionPage.isRejected(adoption))
    }

    @Test func `a refused adoption lists places that can be clicked on`() {
        let adoption: JSON = ["status": "rejected", "commit": "aaaaaaaaaaaaaaaa", "changes": [], "problems": .array([Samples.problem])]
        let text = """
            not adopted: aaaaaaaaaaaa has 1 problem; what was live stays
            skills/a/skill.json:3:7: E03 unknown key "whn" — did you mean "when"?

            """
        #expect(AdoptionPage.text(adoption, on: .plain) == text)
        #expect(AdoptionPage.isRejected(adoption))
    }

    @Test func `a diagnosis has a line for each check and the advice below`() {
        var diagnosis = Diagnosis()
        diagnosis.checks = [.init("workspace", .ok, "/w"), .init("server", .warn, "no server is running in /w", advice: "start one")]
        let text = """
            ok    workspace  /w
            warn  server     no server is running in /w
                             start one

            """
        #expect(diagnosis.text(on: .plain) == text)
        #expect(!diagnosis.hasFailures)
        #expect(diagnosis.json["status"] == "ok")
        diagnosis.checks.append(.init("time zones", .fail, "none"))
        #expect(diagnosis.hasFailures)
        #expect(diagnosis.json["checks"]?[2] == ["name": "time zones", "status": "fail", "detail": "none", "advice": nil])
    }
}
