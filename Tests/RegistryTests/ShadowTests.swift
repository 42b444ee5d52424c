import CivilTime
import Engine
import JSON
@testable import Registry
import SkillLanguage
import Store
import Testing
import Workspace

@Suite struct ShadowTests {
    private static let start = Instant(milliseconds: 1_800_000_000_000)

    /// A fetch, and the length of what came.
    private static func skill(_ path: String = "/a", result: JSON = ["text": "${steps.get.body}"], more: JSON.Object = [:]) throws -> Skill {
        var rest: JSON.Object = [
            "permits": ["http": ["GET https://x.example/*"]],
            "steps": [["id": "get", "call": "http", "with": ["method": "GET", "url": .string("https://x.example\(path)")]]], "result": result,
            "tests": [[
                "name": "t", "input": [:], "mocks": ["get": ["output": ["status": 200, "headers": [:], "body": "x"]]],
                "expect": ["output": ["text": "x"]],
            ]],
        ]
        for (key, value) in more { rest[key] = value }
        return try SkillDecoder.decode(Ground.skill("fetch", version: "1.0.0", more: rest))
    }

    private static func recording(_ result: Result<JSON, Failure>, output: JSON?, error: String? = nil) -> Recording {
        let entry = Recording.Entry(
            id: CallID(path: "get", attempt: 1), callable: "http", arguments: ["method": "GET", "url": "https://x.example/a"],
            outcome: Outcome(result), at: start + .seconds(2))
        return Recording(
            facts: RunFacts(id: "r", skill: "fetch", version: "1.0.0"), input: [:], startedAt: start, seed: 1, entries: [entry], output: output,
            error: error)
    }

    private static let answer: JSON = ["status": 200, "headers": [:], "body": "hi"]

    @Test func `a version that ends as the run did is the same, whatever its texts say`() throws {
        let recorded = Self.recording(.success(Self.answer), output: ["text": "hi"])
        #expect(ShadowRun.play(try Self.skill(), on: recorded) == .same)
        #expect(ShadowRun.play(try Self.skill(more: ["summary": "Another text for it."]), on: recorded) == .same)
    }

    @Test func `another output, or an error in place of one, is a change`() throws {
        let recorded = Self.recording(.success(Self.answer), output: ["text": "hi"])
        #expect(ShadowRun.play(try Self.skill(result: ["text": "${steps.get.body}!"]), on: recorded) == .changed)
        let failed = Self.recording(.failure(Failure("http.5xx.503", "no", retryable: true)), output: nil, error: "http.5xx.503")
        #expect(ShadowRun.play(try Self.skill(), on: failed) == .same)
        let caught = try Self.skill(more: [
            "steps": [[
                "id": "get", "call": "http", "with": ["method": "GET", "url": "https://x.example/a"],
                "catch": [["on": ["http"], "value": ["status": 0, "headers": [:], "body": "none"]]],
            ]]
        ])
        #expect(ShadowRun.play(caught, on: failed) == .changed)
    }

    @Test func `a call that was not recorded, or with other arguments, is where it diverges`() throws {
        let recorded = Self.recording(.success(Self.answer), output: ["text": "hi"])
        #expect(ShadowRun.play(try Self.skill("/b"), on: recorded) == .diverged(step: "get"))
        let strict = try Self.skill(more: ["input": ["type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"]]])
        #expect(ShadowRun.play(strict, on: recorded) == .refused)
    }

    @Test func `what was asked for and not recorded is told, and what the recorded calls used`() throws {
        let recorded = Self.recording(.success(Self.answer), output: ["text": "hi"])
        let gone = ShadowRun(of: try Self.skill("/b"), on: recorded)
        #expect(gone.asked == "http" && gone.output == nil && gone.error == nil)
        let report = ShadowReport.Run(gone, of: "1", on: recorded)
        #expect(report.asked == "http" && report.differences.isEmpty && report.milliseconds == ShadowReport.Pair(was: 2000, now: 0))
        let louder = ShadowRun(of: try Self.skill(result: ["text": "${steps.get.body}!"]), on: recorded)
        let changed = ShadowReport.Run(louder, of: "1", on: recorded)
        #expect(changed.differences.map(\.json) == [["at": "/text", "was": "hi", "now": "hi!"]])
        #expect(changed.milliseconds == ShadowReport.Pair(was: 2000, now: 2000))
    }

    @Test func `what echo answers needs no record`() throws {
        let echoing = try Self.skill(more: [
            "steps": [["id": "get", "call": "echo", "with": ["body": "hi"]]],
            "tests": [["name": "t", "input": [:], "mocks": [:], "expect": ["output": ["text": "hi"]]]],
        ])
        #expect(ShadowRun.play(echoing, on: Self.recording(.success(Self.answer), output: ["text": "hi"])) == .same)
        #expect(ShadowRun.play(echoing, on: Self.recording(.success(Self.answer), output: ["text": "ho"])) == .changed)
    }

    @Test func `a model that was not configured answers any prompt, and a server that refused only the request it refused`() throws {
        func skill(_ prompt: String) throws -> Skill {
            try Self.skill(more: [
                "permits": ["models": ["fast"]], "limits": ["tokens": 10, "cost_usd": 1],
                "steps": [[
                    "id": "get", "call": "llm", "with": ["model": "fast", "prompt": .string(prompt)], "catch": [["on": ["llm"], "value": ["text": "none"]]],
                ]],
                "result": ["text": "${steps.get.text}"],
            ])
        }
        func recording(_ type: String) -> Recording {
            let entry = Recording.Entry(
                id: CallID(path: "get", attempt: 1), callable: "llm", arguments: ["model": "fast", "prompt": "one"],
                outcome: Outcome(.failure(Failure(type, "no", retryable: false))), at: Self.start + .seconds(1))
            return Recording(
                facts: RunFacts(id: "r", skill: "fetch", version: "1.0.0"), input: [:], startedAt: Self.start, seed: 1, entries: [entry],
                output: ["text": "none"], error: nil)
        }
        #expect(ShadowRun.play(try skill("two"), on: recording("llm.not_configured")) == .same)
        #expect(ShadowRun.play(try skill("two"), on: recording("llm.refusal")) == .diverged(step: "get"))
    }

    @Test func `a change that ends otherwise on recorded runs waits, and what becomes of each run counts in the evidence's hash`() {
        func evidence(_ shadow: ShadowReport?) -> Evidence {
            let change = Evidence.Change(
                path: "skills/fetch/skill.json", kind: .updated, label: nil, version: nil, base: nil, tests: [Evidence.Test(name: "t", passed: true)],
                capabilities: CapabilityDifference(from: nil, to: nil), steps: nil, skillsAffected: [], loopsAffected: [], shadow: shadow)
            return Evidence(changes: [change], findings: [], callees: [:], policyHash: "")
        }
        let same = ShadowReport(runs: [.init(id: "1", verdict: .same)])
        let mixed = ShadowReport(runs: [.init(id: "1", verdict: .same), .init(id: "2", verdict: .diverged(step: "get"))])
        #expect(PolicyDecision(on: evidence(same), by: Ground.narrower).outcome == .live)
        #expect(PolicyDecision(on: evidence(mixed), by: Ground.narrower).outcome == .pending)
        #expect(Set([nil, same, mixed].map { evidence($0).hash }).count == 3)
        #expect(mixed.json["status"] == "differs" && mixed.json["diverged"] == 1 && mixed.json["runs"]?.array?.count == 2)
        #expect(mixed.json["hash"]?.string == mixed.hash && mixed.hash != same.hash)
    }
}
