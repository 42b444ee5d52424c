import JSON
import Testing

@testable import SkillLanguage

/// Agents in a skill's own tests.
@Suite struct AgentScriptTests {
    static let base: JSON = [
        "language": 1, "skill": "finder", "summary": "Finds an answer with tools.",
        "input": ["type": "object", "properties": ["topic": ["type": "string"], "most": ["type": "integer"]], "required": ["topic"]],
        "output": ["type": "object", "properties": ["answer": ["type": "string"]], "required": ["answer"]],
        "permits": ["models": ["smart"], "mcp": ["web/*"], "skills": ["look_up@^1"]],
        "limits": ["tokens": 10000, "cost_usd": 1],
        "steps": [
            [
                "id": "work", "call": "agent",
                "with": [
                    "model": "smart", "prompt": "Find ${input.topic}.", "tools": [
                        ["use": "mcp:web/search", "name": "search", "max_calls": 2], ["use": "skill:look_up@^1"],
                        ["use": "memory.put", "with": ["key": "found"]],
                    ],
                    "output": ["type": "object", "properties": ["answer": ["type": "string"]], "required": ["answer"], "additionalProperties": false],
                    "limits": ["iterations": 4, "duration": "5m"], "grace_call": false,
                ],
            ]
        ],
        "result": ["answer": "${steps.work.answer}"], "tests": [],
    ]

    static let live: LiveSkills = [
        "look_up": SkillSignature(
            name: "look_up", version: SemanticVersion(1, 0, 0),
            input: ["type": "object", "properties": ["word": ["type": "string"]], "required": ["word"], "additionalProperties": false],
            output: ["type": "object"], callees: [])
    ]

    /// What the test says when the agent is played with the script.
    private func findings(_ script: JSON, expect: JSON = ["output": ["answer": "x"]], with changes: [JSON] = []) throws -> [String] {
        let test: JSON = ["name": "one", "input": ["topic": "x", "most": 3], "mocks": ["work": ["script": script]], "expect": expect]
        let document = try Patch(.array([["op": "add", "path": "/tests/0", "value": test]] + changes)).apply(to: Self.base)
        let skill = try SkillDecoder.decode(document)
        return TestRunner.run(skill, among: Self.live).flatMap(\.findings).map(\.description)
    }

    private static let finish: JSON = ["finish": ["answer": "x"]]

    @Test func `a script plays the model's side, turn by turn`() throws {
        let script: JSON = [
            ["text": "let me look", "tool": "search", "args": ["q": "x"], "result": ["hits": 2]],
            ["tools": [
                ["tool": "skill_look_up", "args": ["word": "x"], "error": ["type": "skill.failed"]],
                ["tool": "memory_put", "args": ["value": 1], "result": [:]],
            ]],
            ["text": "I am done"], Self.finish,
        ]
        #expect(try findings(script) == [])
    }

    @Test func `calls, attempts and retries of an agent are those of any call`() throws {
        let expect: JSON = [
            "output": ["answer": "x"], "assert": ["calls.work.prompt == 'Find x.'", "attempts.work == 2.0"], "attempts": ["work": 2], "ran": ["work"],
        ]
        let mocks: JSON = [["error": ["type": "llm.overloaded"]], ["script": [Self.finish]]]
        let changes: [JSON] = [
            ["op": "add", "path": "/steps/0/retry", "value": ["attempts": 2]], ["op": "replace", "path": "/tests/0/mocks/work", "value": mocks],
        ]
        #expect(try findings([Self.finish], expect: expect, with: changes) == [])
    }

    @Test(arguments: [
        [["tool": "serch", "args": [:]]], [["tool": "skill_look_up", "args": ["wrod": "x"]]],
        [["tool": "memory_put", "args": ["key": "other", "value": 1]]],
        [["tool": "search", "result": 1], ["tool": "search", "result": 2], ["tool": "search"]], [["finish": ["answer": 1]]],
    ] as [[JSON]])
    func `a call without a result is one that is refused, and the agent goes on`(turns: [JSON]) throws {
        #expect(try findings(.array(turns + [Self.finish])) == [])
    }

    static let problems: [(script: JSON, findings: [String])] = [
        ([["tool": "search"], finish], ["E52 /tests/0/mocks/work/script/0"]),
        ([["tools": [["tool": "search", "result": 1], ["tool": "search"]]], finish], ["E52 /tests/0/mocks/work/script/0/tools/1"]),
        ([["tool": "serch", "result": 1], finish], ["E51 /tests/0/mocks/work/script/0"]),
        ([["tool": "skill_look_up", "args": [:], "result": 1], finish], ["E51 /tests/0/mocks/work/script/0"]),
        ([finish, ["text": "more"]], ["E51 /tests/0/mocks/work/script/1"]),
        ([["tool": "search", "result": 1]], ["E52 /tests/0/mocks/work/script", "E51 /tests/0/expect"]),
    ]

    @Test(arguments: 0..<problems.count) func `a script that is not played as it is written is a problem of the test`(_ index: Int) throws {
        let (script, expected) = Self.problems[index]
        let found = try findings(script)
        #expect(found.map { $0.split(separator: ":")[0] } == expected.map { Substring($0) }, "\(found)")
    }

    static let endings: [(script: JSON, error: String)] = [
        ([["text": "a"], ["text": "b"]], "agent.no_finish"),
        ([["tool": "nope"], ["tool": "nope"], ["tool": "nope"], ["tool": "nope"]], "agent.max_iterations"),
        ([["tool": "nope", "takes": "1s"], ["text": "hm", "takes": "300s"]], "agent.duration"),
        ([["tool": "nope", "usage": ["input_tokens": 9000, "output_tokens": 1000]]], "agent.budget"),
        ([["tool": "nope", "usage": ["cost_usd": 1]]], "agent.budget"), ([["error": ["type": "llm.server"]]], "llm.server"),
    ]

    @Test(arguments: 0..<endings.count) func `limits and endings are those of a run`(_ index: Int) throws {
        let (script, error) = Self.endings[index]
        #expect(try findings(script, expect: ["error": .string(error)]) == [])
    }

    @Test func `what an agent used counts against the run's limits`() throws {
        let script: JSON = [["finish": ["answer": "x"], "usage": ["input_tokens": 10001]]]
        #expect(try findings(script, expect: ["error": "limits.tokens"]) == [])
    }

    @Test func `an agent's time is the run's time`() throws {
        let script: JSON = [["tool": "search", "takes": "30s", "result": 1], ["finish": ["answer": "x"], "takes": "31s"]]
        let timeout: JSON = ["op": "add", "path": "/steps/0/timeout", "value": "1m"]
        #expect(try findings(script, expect: ["error": "timeout"], with: [timeout]) == [])
    }

    @Test func `conditions of an agent know what its step knows`() throws {
        let changes: [JSON] = [["op": "add", "path": "/steps/0/with/stop_when", "value": ["iteration >= input.most"]]]
        let script: JSON = [["tool": "nope"], ["tool": "nop"], ["tool": "nope"]]
        #expect(try findings(script, expect: ["error": "agent.no_finish"], with: changes) == [])
    }

    static let malformed: [(script: JSON, findings: [String])] = [
        (["a": 1], ["E01 /tests/0/mocks/work/script"]), ([], ["E01 /tests/0/mocks/work/script"]), ([1], ["E01 /tests/0/mocks/work/script/0"]),
        ([[:]], ["E01 /tests/0/mocks/work/script/0"]),
        ([["tol": "search"]], ["E03 /tests/0/mocks/work/script/0/tol", "E01 /tests/0/mocks/work/script/0"]),
        ([["tool": 1]], ["E01 /tests/0/mocks/work/script/0/tool"]),
        ([["tool": "a", "finish": [:]]], ["E01 /tests/0/mocks/work/script/0"]),
        ([["tool": "a", "result": 1, "error": ["type": "x"]]], ["E01 /tests/0/mocks/work/script/0/error"]),
        ([["text": "a", "args": [:]]], ["E01 /tests/0/mocks/work/script/0/args"]),
        ([["finish": [:], "error": ["type": "x"]]], ["E01 /tests/0/mocks/work/script/0/error"]),
        ([["tools": [["args": [:]]]]], ["E01 /tests/0/mocks/work/script/0/tools/0"]),
        ([["tools": [["tool": "a", "text": "b"]]]], ["E03 /tests/0/mocks/work/script/0/tools/0/text"]),
        ([["text": "a", "takes": "soon"]], ["E01 /tests/0/mocks/work/script/0/takes"]),
        ([["text": "a", "usage": ["tokens": 1]]], ["E03 /tests/0/mocks/work/script/0/usage/tokens"]),
        ([["text": "a", "usage": ["cost_usd": -1]]], ["E01 /tests/0/mocks/work/script/0/usage/cost_usd"]),
        ([["error": ["message": "x"]]], ["E01 /tests/0/mocks/work/script/0/error"]),
    ]

    @Test(arguments: 0..<malformed.count) func `a malformed script is found with its place`(_ index: Int) throws {
        let (script, expected) = Self.malformed[index]
        let error = #expect(throws: InvalidDocument.self) { try findings(script) }
        #expect(error?.findings.map { "\($0.code) \($0.pointer)" } == expected, "\(error?.findings.map(\.description) ?? [])")
    }

    @Test func `only an agent is mocked with a script`() throws {
        let script: JSON = ["script": [["finish": ["text": "x"]]]]
        let document = try Patch([["op": "replace", "path": "/tests/0/mocks/judge", "value": script]]).apply(to: InvalidSkillTests.good)
        #expect(InvalidSkillTests.places(document).first == "E53 /tests/0/mocks/judge/script")
    }
}
