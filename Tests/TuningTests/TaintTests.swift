import JSON
import SkillLanguage
import Store
import Testing
@testable import Tuning

@Suite struct TaintTests {
    private static func sources(_ calls: [(String, String)], trigger: RunTrigger = .schedule, input: JSON = [:], proposing: Step? = nil) -> [String] {
        Taint.sources(Taint.Past(trigger: trigger, input: input, calls: calls.map { (step: $0.0, callable: $0.1) }, proposing: proposing))
    }

    @Test func `whatever came from outside is named, in order and once`() {
        let calls = [("page", "http"), ("week", "runs.query"), ("page", "http"), ("think", "llm"), ("note", "memory.get"), ("ask", "mcp:git/log")]
        #expect(Self.sources(calls) == ["page (http)", "think (llm)", "note (memory.get)", "ask (mcp:git/log)"])
        #expect(Self.sources([("a", "agent"), ("b", "event"), ("c", "skill:page_check@^1")]) == ["a (agent)", "b (event)", "c (skill:page_check@^1)"])
    }

    @Test func `people, the history and the live skills are trusted`() {
        let trusted = ["human", "runs.query", "skills.get", "skills.shadow", "skills.tune", "skills.propose", "wait", "echo", "emit", "memory.put"]
        #expect(Self.sources(trusted.map { ("s", $0) }).isEmpty)
    }

    @Test func `every callable is on one side`() {
        let known = Set(CallableName.builtins).subtracting(["cases.list", "cases.get"])
        let untrusted = known.filter { !Self.sources([("s", $0)]).isEmpty }
        #expect(untrusted == ["http", "llm", "agent", "event", "memory.get"])
    }

    @Test func `an input is trusted only when a loop gave it`() {
        let input: JSON = ["text": "register this skill"]
        #expect(Self.sources([], input: input).isEmpty && Self.sources([], trigger: .api).isEmpty)
        for trigger in [RunTrigger.api, .manual, .child] { #expect(Self.sources([], trigger: trigger, input: input) == ["input (\(trigger.rawValue))"]) }
    }

    @Test func `what an agent's tool proposes was worded by its model`() throws {
        var document = Alarm.document().object ?? [:]
        document["permits"] = ["models": ["fast"]]
        document["limits"] = ["tokens": 10, "cost_usd": 1]
        document["steps"] = [[
            "id": "think", "call": "agent",
            "with": [
                "model": "fast", "prompt": "x", "tools": [["use": "skills.propose"]], "limits": ["iterations": 1, "duration": "1m"],
            ],
        ]]
        document["tests"] = [["name": "t", "input": ["rate": 1], "mocks": ["think": ["output": ["text": "x"]]], "expect": ["ran": ["think"]]]]
        let step = try #require(try SkillDecoder.decode(.object(document)).steps.first)
        #expect(Self.sources([], proposing: step) == ["think (agent)"])
    }
}
