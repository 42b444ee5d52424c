import Engine
import JSON
@testable import Registry
import SkillLanguage
import Testing
import Workspace

/// Random graphs of skills and loops, changed at random: nothing that is live ever names what is not.
@Suite struct GraphTests {
    private struct Dice {
        var state: UInt64

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % sides
        }
    }

    private static let names = ["a", "b", "c", "d", "e"]

    /// A skill that calls these; with `field`, its input asks for one more, which is another major version.
    private static func skill(_ name: String, calls callees: [(String, Int)], text: String, field: String?) -> JSON {
        let steps = callees.map { callee, major -> JSON in
            ["id": .string("to_\(callee)"), "call": .string("skill:\(callee)@^\(major)"), "with": ["x": "y", "one": "1", "two": "2"]]
        }
        let say: JSON = ["id": "say", "call": "echo", "with": ["text": .string(text)]]
        let mocks = callees.map { ("to_\($0.0)", JSON.object(["output": ["text": "x"]])) }
        var input: JSON.Object = ["type": "object"]
        if let field {
            input["properties"] = .object([field: ["type": "string"]])
            input["required"] = [.string(field)]
        }
        return Ground.skill(
            name, text: text,
            more: [
                "permits": ["skills": .array(callees.map { .string("\($0.0)@^\($0.1)") })], "steps": .array(steps + [say]), "input": .object(input),
                "tests": [
                    [
                        "name": "t", "input": .object(field.map { [$0: "z"] } ?? [:]), "mocks": .object(JSON.Object(mocks)),
                        "expect": ["output": ["text": .string(text)]],
                    ]
                ],
            ])
    }

    private static func loop(_ name: String, _ skill: String, _ major: Int, hour: Int) -> JSON {
        [
            "loop": .string(name), "schedule": ["cron": .string("0 \(hour) * * *"), "zone": "UTC"], "skill": .string("\(skill)@^\(major)"),
            "input": ["one": "1", "two": "2"],
        ]
    }

    /// One to three changes, right or wrong.
    private static func changes(_ dice: inout Dice, on live: Snapshot) -> [(path: String, document: JSON?)] {
        var changes: [String: JSON?] = [:]
        for _ in 0...dice.roll(3) {
            let name = names[dice.roll(names.count)], others = names.filter { $0 != name }
            switch dice.roll(6) {
            case 0: if live.skills[name] != nil { changes[WorkspaceLayout.skillPath(name)] = .some(nil) }
            case 1: if live.loops[name] != nil { changes[WorkspaceLayout.loopPath(name)] = .some(nil) }
            case 2:
                let major = live.skills[name].map(\.label.major) ?? 1
                changes[WorkspaceLayout.loopPath(name)] = loop(name, name, dice.roll(5) == 0 ? major + 1 : major, hour: dice.roll(24))
            default:
                let callees = (0..<dice.roll(3)).map { _ in others[dice.roll(others.count)] }
                let called = Set(callees).sorted().map { ($0, live.skills[$0].map(\.label.major) ?? 1) }
                let field = [nil, nil, nil, "one", "two"][dice.roll(5)]
                changes[WorkspaceLayout.skillPath(name)] = skill(name, calls: called, text: "t\(dice.roll(9))", field: field)
            }
        }
        return changes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    @Test(arguments: 1...4)
    func `whatever is proposed, no live skill or loop names one that is missing or in a version it does not accept`(seed: UInt64) async throws {
        let ground = try await Ground.greeting()
        var dice = Dice(state: seed &* 0x9E37_79B9_7F4A_7C15)
        var landed = 0, refused = 0
        for _ in 0..<40 {
            let live = ground.registry.snapshot
            let entries = Self.changes(&dice, on: live).map { path, document -> JSON in
                let base = ground.registry.liveVersion(atPath: path, in: live).map(JSON.string)
                return ["path": .string(path), "document": document ?? .null, "base": base ?? .null]
            }
            guard !entries.isEmpty else { continue }
            let set = try ChangeSet(changes: .array(entries), reason: "", model: nil)
            try await compareWithFullCheck(set, ground)
            let result = try await ground.registry.propose(set, by: Ground.agent, policy: ChangePolicy())
            switch result.status {
            case .pending:
                try await ground.approve(result.proposal)
                landed += 1
            case .rejected:
                refused += 1
                #expect(!result.problems.isEmpty && ground.registry.snapshot.commit == live.commit)
            default: break
            }
            judge(ground.registry.snapshot)
        }
        #expect(landed > 5 && refused > 5, "\(landed) landed, \(refused) refused")
        await ground.close()
    }

    /// To look only at what changes and at what reaches it finds what a look at everything finds.
    private func compareWithFullCheck(_ set: ChangeSet, _ ground: Ground) async throws {
        let candidate = try await ground.registry.candidate(for: set, untested: .warning, policy: ChangePolicy())
        let (live, standing) = ground.registry.standingNow()
        #expect(standing.signatures != nil)
        let new = Set(candidate.contents.skills.keys).subtracting(live.skills.keys)
        let full = CandidateCheck(
            candidate.contents, live: live, standing: Standing(contents: standing.contents, signatures: nil),
            retired: try await ground.registry.retired(among: new, at: candidate.base))
        #expect(Set(full.problems) == Set(candidate.problems), "\(full.problems) \(candidate.problems)")
    }

    private func judge(_ live: Snapshot) {
        for skill in live.skills.values {
            for callee in skill.skill.callees {
                #expect(live.skills[callee.name].map { callee.range.accepts($0.label) } == true, "\(skill.skill.name) calls \(callee.name)")
            }
            #expect((try? Pins.resolve(skill, in: live)) != nil)
        }
        for loop in live.loops.values {
            #expect(live.skills[loop.skill].map { loop.range.accepts($0.label) } == true, "\(loop.name) starts \(loop.skill)")
        }
    }

    @Test func `to rename a skill in use is refused naming its users, and lands as one commit that changes them all`() async throws {
        let ground = try await Ground.greeting([Ground.caller(of: "greet")])
        let rename: [(String, JSON?)] = [("greet", nil), ("welcome", Ground.skill("welcome"))]
        let alone = try await ground.registry.propose(try ground.changes(rename), by: Ground.agent, policy: ChangePolicy())
        #expect(alone.status == .rejected && alone.problems.map(\.path) == ["skills/caller/skill.json"], "\(alone.problems)")
        let all = try ground.changes(rename + [("caller", Ground.caller(of: "welcome", "^0"))])
        let result = try await ground.registry.propose(all, by: Ground.agent, policy: ChangePolicy())
        #expect(result.status == .pending, "\(result.problems)")
        let before = ground.registry.snapshot.commit
        let decision = try await ground.approve(result.proposal)
        let commit = try await ground.repository.commit(try #require(ground.registry.snapshot.commit))
        #expect(commit.parents == [before].compactMap { $0 } && decision.commit == commit.id.description)
        #expect(ground.registry.snapshot.skills.keys.sorted() == ["caller", "welcome"])
        await ground.close()
    }
}
