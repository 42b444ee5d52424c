import Engine
import Git
import JSON
@testable import Registry
import SkillLanguage
import Testing
import Workspace

@Suite struct AdoptionTests {
    @Test func `a new workspace serves the shipped skills and loops`() async throws {
        let ground = try await Ground()
        let snapshot = ground.registry.snapshot
        #expect(snapshot.skills.keys.sorted() == ["health_check", "incident_triage", "weekly_review"])
        #expect(snapshot.loops.keys.sorted() == ["health_check", "weekly_review"])
        #expect(snapshot.problems.isEmpty)
        for skill in snapshot.skills.values {
            for report in TestRunner.run(skill.skill) { #expect(report.passed, "\(skill.skill.name): \(report.findings)") }
        }
        let adoption = try await ground.registry.adopt()
        #expect(adoption.changes.isEmpty && adoption.problems.isEmpty && !adoption.isAdopted)
        await ground.close()
    }

    @Test func `a commit goes live only when it is adopted`() async throws {
        let ground = try await Ground()
        let before = try #require(ground.registry.snapshot.commit)
        let commit = try await ground.commit([Ground.write(Ground.skill("greet", version: "1.0.0"))])
        try await ground.registry.load()
        #expect(ground.registry.live("greet") == nil)
        let adoption = try await ground.registry.adopt()
        #expect(adoption.isAdopted && adoption.changes.map(\.name) == ["greet"] && adoption.changes[0].testsPassed == 1)
        #expect(ground.registry.live("greet")?.label == SemanticVersion(1, 0, 0))
        let live = try await ground.repository.commit(adoption.commit), adopted = try await ground.repository.commit(commit)
        #expect(live.parents == [before, commit] && live.tree == adopted.tree)
        #expect(try await ground.repository.commit(at: "refs/heads/main") == adoption.commit)
        await ground.close()
    }

    @Test func `a commit made on main before main could follow is adopted with the labels that were set, and one without what went live is not`() async throws {
        let ground = try await Ground.greeting([Ground.skill("other", version: "1.0.0")])
        let main: RefName = "refs/heads/main"
        for text in ["a", "b"] {
            let tip = try await ground.commit([Ground.write(Ground.skill("greet", version: ground.registry.live("greet")?.label.description, text: text))])
            #expect(try await ground.registry.adopt().isAdopted)
            try await ground.put(tip, on: main)
        }
        try await ground.commit([Ground.write(Ground.skill("other", version: "1.0.0", text: "c"))])
        let adoption = try await ground.registry.adopt()
        #expect(adoption.problems.isEmpty && adoption.changes.map(\.name) == ["other"], "\(adoption.json)")
        #expect(ground.registry.live("greet")?.label == SemanticVersion(1, 2, 0) && ground.registry.live("other")?.label == SemanticVersion(1, 1, 0))
        #expect(try await ground.repository.commit(at: main) == adoption.commit)
        // What went live by a proposal is not in this one.
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "d")).proposal)
        try await ground.put(adoption.commit, on: main)
        try await ground.commit([Ground.write(Ground.skill("other", version: "1.1.0", text: "e"))])
        await #expect { try await ground.registry.adopt() } throws: { if case AdoptionError.behindLive = $0 { true } else { false } }
        await ground.close()
    }

    @Test func `where the label that was set is in the way of a merge, the commit's own counts`() async throws {
        let ground = try await Ground.greeting()
        let tip = try await ground.commit([Ground.write(Ground.skill("greet", text: "a"))])
        #expect(try await ground.registry.adopt().isAdopted)
        try await ground.put(tip, on: "refs/heads/main")
        // In the very line of the label.
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.2.0", text: "b"))])
        let adoption = try await ground.registry.adopt()
        #expect(adoption.isAdopted && ground.registry.live("greet")?.label == SemanticVersion(1, 2, 0), "\(adoption.json)")
        await ground.close()
    }

    @Test func `the log of a skill has the commits by which its versions went live, not those they were written in`() async throws {
        let ground = try await Ground.greeting()
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.1.0", text: "half"))])
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.2.0", text: "good day"))])
        let adoption = try await ground.registry.adopt()
        let log = try await ground.registry.revisions(of: "greet")
        #expect(log.map(\.label) == [SemanticVersion(1, 2, 0), SemanticVersion(1, 0, 0)])
        #expect(log.first?.commit.id == adoption.commit && log.map(\.isSigned) == [true, true])
        await ground.close()
    }

    @Test func `a dry run changes nothing and says what would`() async throws {
        let ground = try await Ground()
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.0.0"))])
        let adoption = try await ground.registry.adopt(dryRun: true)
        #expect(!adoption.isAdopted && adoption.changes.map(\.name) == ["greet"])
        #expect(ground.registry.live("greet") == nil)
        await ground.close()
    }

    @Test func `a skill whose version was left alone gets the least label its change allows`() async throws {
        let ground = try await Ground()
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.0.0"))])
        _ = try await ground.registry.adopt()
        var changed = try #require(Ground.skill("greet", version: "1.0.0").object)
        changed["summary"] = "Another text, nothing else."
        try await ground.commit([Ground.write(.object(changed))])
        #expect(try await ground.registry.adopt().changes.first?.label == SemanticVersion(1, 0, 1))
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.0.1", text: "good day"))])
        #expect(try await ground.registry.adopt().changes.first?.label == SemanticVersion(1, 1, 0))
        let file = try await ground.repository.file(
            WorkspaceLayout.skillPath("greet"), at: try #require(ground.repository.commit(at: try RefName(WorkspaceLayout.mainRef))))
        #expect(try JSON(parsing: #require(file))["version"] == "1.1.0")
        await ground.close()
    }

    @Test func `a larger label than the change needs is kept, a smaller one is refused`() async throws {
        let ground = try await Ground()
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.0.0"))])
        _ = try await ground.registry.adopt()
        try await ground.commit([Ground.write(Ground.skill("greet", version: "2.0.0"))])
        #expect(try await ground.registry.adopt().changes.map(\.label) == [SemanticVersion(2, 0, 0)])
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.9.0"))])
        #expect(try await ground.registry.adopt().problems.map(\.finding.code) == ["E60"])
        try await ground.commit([Ground.write(Ground.skill("greet", version: "2.0.1", text: "good day"))])
        let tooSmall = try await ground.registry.adopt().problems.map(\.finding)
        #expect(tooSmall.map(\.code) == ["E61"] && tooSmall[0].message.hasPrefix("the change needs at least 2.1.0: /"))
        #expect(ground.registry.live("greet")?.label == SemanticVersion(2, 0, 0))
        await ground.close()
    }

    @Test func `one failing test keeps the whole commit out, and what is live stays`() async throws {
        let ground = try await Ground()
        let before = ground.registry.snapshot.commit
        let wrong = Ground.skill("greet", more: ["tests": [["name": "expects too much", "input": [:], "mocks": [:], "expect": ["output": ["text": "bye"]]]]])
        try await ground.commit([Ground.write(wrong), Ground.write(Ground.skill("other"))])
        let adoption = try await ground.registry.adopt()
        #expect(adoption.problems.map(\.finding.code) == ["E51"] && ground.registry.snapshot.commit == before)
        #expect(ground.registry.live("other") == nil)
        await ground.close()
    }

    @Test func `a malformed file is named with line and column`() async throws {
        let ground = try await Ground()
        try await ground.commit([.write("skills/greet/skill.json", "{\n  \"language\": 1,\n  \"skill\" \"greet\"\n}\n"), .write("cron/odd.json", "{\n  \"loop\": \"even\"\n}\n")])
        let problems = try await ground.registry.adopt().problems
        let places = problems.map { "\($0.path):\($0.line ?? 0) \($0.finding.code)" }
        #expect(places.contains("skills/greet/skill.json:3 E01") && places.contains("cron/odd.json:2 L07"), "\(places)")
        await ground.close()
    }

    @Test func `a missing callee, a cycle, a loop without its skill and an input that does not fit are refused`() async throws {
        let ground = try await Ground()
        func calling(_ name: String, _ callee: String) -> JSON {
            Ground.skill(
                name,
                more: [
                    "steps": [["id": "say", "call": .string("skill:\(callee)@^1")]],
                    "tests": [["name": "t", "input": [:], "mocks": ["say": ["output": ["text": "x"]]], "expect": ["output": ["text": "x"]]]],
                ])
        }
        try await ground.commit([
            Ground.write(calling("lonely", "nobody")), Ground.write(calling("egg", "hen")), Ground.write(calling("hen", "egg")),
            .write("cron/lost.json", #"{"loop": "lost", "schedule": {"every": "1m"}, "skill": "gone@^1"}"#),
            .write("cron/bad_input.json", #"{"loop": "bad_input", "schedule": {"every": "1m"}, "skill": "health_check@^1", "input": {"service": 1}}"#),
        ])
        let codes = try await ground.registry.adopt().problems.map { "\($0.path) \($0.finding.code)" }
        for expected in [
            "skills/lonely/skill.json E21", "skills/egg/skill.json E22", "skills/hen/skill.json E22", "cron/lost.json L05", "cron/bad_input.json L08",
        ] { #expect(codes.contains(expected), "\(expected) in \(codes)") }
        await ground.close()
    }

    @Test func `a new version is refused while a live caller does not accept it, and goes live together with the caller`() async throws {
        let ground = try await Ground()
        func caller(_ range: String) -> JSON {
            Ground.skill(
                "caller",
                more: [
                    "permits": ["skills": [.string("greet@\(range)")]], "steps": [["id": "say", "call": .string("skill:greet@\(range)")]],
                    "tests": [["name": "t", "input": [:], "mocks": ["say": ["output": ["text": "x"]]], "expect": ["output": ["text": "x"]]]],
                ])
        }
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.0.0")), Ground.write(caller("^1"))])
        #expect(try await ground.registry.adopt().isAdopted)
        try await ground.commit([Ground.write(Ground.skill("greet", version: "2.0.0"))])
        let refused = try await ground.registry.adopt().problems.map { "\($0.path) \($0.finding.code) \($0.finding.pointer)" }
        #expect(refused == ["skills/caller/skill.json E62 /steps/0/call"])
        try await ground.commit([Ground.write(caller("^2"))])
        #expect(try await ground.registry.adopt().isAdopted)
        #expect(ground.registry.live("greet")?.label == SemanticVersion(2, 0, 0))
        await ground.close()
    }

    @Test func `arguments and mocks are judged by the callee's own schemas in the same commit`() async throws {
        let ground = try await Ground()
        let greet = Ground.skill(
            "greet", more: ["input": ["type": "object", "properties": ["name": ["type": "string"]], "additionalProperties": false]])
        let caller = Ground.skill(
            "caller",
            more: [
                "permits": ["skills": ["greet@^0"]], "steps": [["id": "say", "call": "skill:greet@^0", "with": ["nmae": "Kim"]]],
                "tests": [["name": "t", "input": [:], "mocks": ["say": ["output": ["text": 1]]], "expect": ["error": "schema.output"]]],
            ])
        try await ground.commit([Ground.write(greet), Ground.write(caller)])
        let problems = try await ground.registry.adopt().problems.map { "\($0.path) \($0.finding.code) \($0.finding.pointer)" }
        #expect(problems == ["skills/caller/skill.json E23 /steps/0/with/nmae", "skills/caller/skill.json E53 /tests/0/mocks/say/output/text"])
        await ground.close()
    }

    @Test func `a live commit that turns out broken keeps the last good version in service`() async throws {
        let ground = try await Ground()
        try await ground.commit([Ground.write(Ground.skill("greet", version: "1.0.0"))])
        _ = try await ground.registry.adopt()
        let live = try RefName(WorkspaceLayout.liveRef)
        try await ground.put(try await ground.attested([.write("skills/greet/skill.json", "{")]), on: live)
        try await ground.registry.load()
        #expect(ground.registry.live("greet")?.label == SemanticVersion(1, 0, 0))
        #expect(ground.registry.snapshot.problems.map(\.path) == ["skills/greet/skill.json"])
        await ground.close()
    }

    @Test func `prompts beside a skill are part of its version`() async throws {
        let ground = try await Ground()
        let skill = Ground.skill(
            "ask",
            more: [
                "permits": ["models": ["fast"]], "limits": ["tokens": 100, "cost_usd": 0.1],
                "steps": [["id": "say", "call": "llm", "with": ["model": "fast", "prompt": ["file": "prompts/ask.md"]]]],
                "tests": [["name": "t", "input": [:], "mocks": ["say": ["output": ["text": "x"]]], "expect": ["assert": ["calls.say.prompt == 'Say it.'"]]]],
            ])
        try await ground.commit([Ground.write(skill), .write("skills/ask/prompts/ask.md", "Say it.")])
        #expect(try await ground.registry.adopt().isAdopted)
        let first = try #require(ground.registry.live("ask"))
        try await ground.commit([.write("skills/ask/prompts/ask.md", "Say it louder.")])
        let adoption = try await ground.registry.adopt()
        #expect(adoption.problems.map(\.finding.code) == ["E51"])
        #expect(ground.registry.live("ask")?.id == first.id)
        await ground.close()
    }
}
