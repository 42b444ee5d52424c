import JSON
import SkillLanguage

/// What an author waits for: one skill read, checked and tested; a workspace's skills checked.
enum LanguageRate {
    static func run(_ report: Report) throws {
        if report.wants("language.skill_20_steps") {
            let bytes = skill("twenty_steps").bytes(.pretty)
            guard let examined = try? SkillExamination(of: JSON(parsing: bytes)), examined.findings.isEmpty else { throw Unsound() }
            let samples = Samples(try time(50) { _ = SkillExamination(of: try JSON(parsing: bytes)) })
            report.add(
                "language.skill_20_steps", samples.median * 1000, "ms", ratio: samples.median / 0.020,
                method: "parse, check and 3 tests of a skill of 20 steps, \(bytes.count / 1000) KB, median of 50; ratio to 20 ms")
        }
        if report.wants("language.check_500_skills") {
            let documents = (0..<500).map { skill("skill_\($0)") }
            let live = LiveSkills(uniqueKeysWithValues: documents.compactMap { document in
                (try? SkillDecoder.decode(document)).map { ($0.name, SkillSignature(of: $0)) }
            })
            var seconds: [Double] = []
            for _ in 0..<5 {
                let before = ProcessUse.processorSeconds
                for document in documents where SkillChecker.check(document: document, among: live).skill == nil { throw Unsound() }
                seconds.append(ProcessUse.processorSeconds - before)
            }
            let samples = Samples(seconds)
            report.add(
                "language.check_500_skills", samples.median * 1000, "ms", ratio: samples.median,
                method: "decode and check 500 skills of 20 steps: processor time, median of 5; ratio to 1 s")
        }
    }

    private struct Unsound: Error, CustomStringConvertible {
        var description: String { "the benchmark's skill has findings" }
    }

    /// Twenty steps: requests with schemas, conditions, a loop over items, a switch, branches, variables.
    private static func skill(_ name: String) -> JSON {
        let item: JSON = [
            "type": "object", "properties": ["id": ["type": "string"], "ok": ["type": "boolean"], "cost": ["type": "number"]],
            "required": ["id", "ok", "cost"],
        ]
        let page: JSON = [
            "type": "object", "properties": ["items": ["type": "array", "items": item], "total": ["type": "number"]], "required": ["items", "total"],
        ]
        let fetches = (0..<8).map { i -> JSON in
            [
                "id": .string("fetch_\(i)"), "call": "http", "timeout": "10s", "retry": ["attempts": 2],
                "with": [
                    "method": "GET", "url": .string("https://api.example.com/v1/pages/${input.topic}/\(i)"), "expect": ["schema": page],
                ],
                "as": ["bad": "${out.body.items.filter(x, !x.ok).map(x, x.id)}", "cost": "${out.body.items.map(x, x.cost).sum()}"],
                "catch": [["on": ["http", "timeout"], "value": ["bad": [], "cost": 0]]],
            ]
        }
        let more: JSON = [
            [
                "id": "gather",
                "set": ["bad": "${steps.fetch_0.bad + steps.fetch_1.bad + steps.fetch_2.bad}", "cost": "${steps.fetch_3.cost + steps.fetch_4.cost}"],
            ],
            [
                "id": "look", "each": [
                    "in": "${vars.bad}", "as": "bad", "steps": [["id": "note", "call": "echo", "with": ["text": "${index}: ${bad}"]]],
                    "yield": "${steps.note.text}",
                ],
            ],
            [
                "id": "both", "parallel": ["branches": [
                    "a": [["id": "left", "call": "echo", "with": ["n": "${vars.cost * 2}"]]],
                    "b": [["id": "right", "call": "echo", "with": ["n": "${size(vars.bad)}"]]],
                ]],
            ],
            [
                "id": "route", "switch": [
                    "cases": [["when": "vars.cost > config.most", "steps": [["id": "high", "call": "echo", "with": ["level": "high"]]]]],
                    "else": [["id": "low", "call": "echo", "with": ["level": "low"]]],
                ],
            ],
            ["id": "tell", "when": "size(vars.bad) > 0", "call": "echo", "with": ["text": "${vars.bad.join(', ')}"]],
            [
                "id": "rounds",
                "repeat": ["max": 3, "until": "steps.probe.n >= 2.0", "steps": [["id": "probe", "call": "echo", "with": ["n": "${iteration + 1}"]]]],
            ],
        ]
        func test(_ name: String, _ items: JSON, _ expect: JSON) -> JSON {
            let answer: JSON = ["output": ["status": 200, "headers": [:], "body": ["items": items, "total": 2]]]
            let mocks = (0..<8).map { ("fetch_\($0)", answer) }
            return ["name": .string(name), "input": ["topic": "x"], "mocks": .object(JSON.Object(mocks)), "expect": expect]
        }
        let bad: JSON = [["id": "a", "ok": false, "cost": 9], ["id": "b", "ok": true, "cost": 1]]
        let catches = (0..<7).map { JSON.string("fetch_\($0)") }
        var tests: [JSON] = [
            test("quiet", [], ["output": ["level": "low", "told": false]]), test("loud", bad, ["output": ["level": "high", "told": true]]),
        ]
        var down = test("down", [], ["ran": .array(catches)]).object ?? [:]
        down["mocks"] = .object(JSON.Object((0..<8).map { ("fetch_\($0)", ["error": ["type": "http.tls"]]) }))
        tests.append(.object(down))
        return [
            "language": 1, "skill": .string(name), "version": "1.0.0", "summary": "Twenty steps for the benchmark.",
            "input": ["type": "object", "properties": ["topic": ["type": "string"]], "required": ["topic"], "additionalProperties": false],
            "config": ["type": "object", "properties": ["most": ["type": "number", "default": 10]]],
            "output": ["type": "object", "properties": ["level": ["type": "string"], "told": ["type": "boolean"]], "required": ["level", "told"]],
            "permits": ["http": ["GET https://api.example.com/v1/*"]], "steps": .array(fetches + (more.array ?? [])),
            "result": ["level": "${steps.route.level}", "told": "${has(steps.tell)}"], "tests": .array(tests),
        ]
    }
}
