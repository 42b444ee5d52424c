import Engine
import JSON
import SkillLanguage

/// The one skill of a benchmark, always live.
struct BenchSkill: SkillSource {
    private let published: PublishedSkill

    /// Each step is a template with an expression, a permit check, a journal entry; then the result against its schema.
    static let fiveSteps: BenchSkill = {
        let steps = (0..<5).map { i -> JSON in
            let before = i == 0 ? "${input.n}" : "${steps.s\(i - 1).n + 1.0}"
            return [
                "id": .string("s\(i)"), "call": "http", "with": ["url": .string("/v1/items/${input.n}"), "n": .string(before)],
                "as": ["n": "${out.body.n}"],
            ]
        }
        return BenchSkill("five_steps", steps: .array(steps), result: "${steps.s4.n}")
    }()

    /// 10,000 calls one after the other: 1,000 items of 10 steps.
    static let tenThousandSteps: BenchSkill = {
        let steps = (0..<10).map { i -> JSON in
            ["id": .string("s\(i)"), "call": "http", "with": ["url": "/v1/items/${item}", "n": "${index}"], "as": ["n": "${out.body.n}"]]
        }
        let items = JSON.array((0..<1000).map { .int($0) })
        return BenchSkill(
            "ten_thousand_steps", limits: ["calls": 20_000, "duration": "1h"],
            steps: [["id": "all", "each": ["in": items, "as": "item", "steps": .array(steps)]]], result: "${1.0 * size(steps.all)}")
    }()

    /// Sleeps for longer than any benchmark takes.
    static let sleeper = BenchSkill(
        "sleeper", limits: ["duration": "720h"], steps: [["id": "sleep", "call": "wait", "with": ["for": "24h"]]], result: "${1.0 * input.n}")

    private init(_ name: String, limits: JSON = ["calls": 100], steps: JSON, result: JSON) {
        let document: JSON = [
            "language": 1, "skill": .string(name), "version": "1.0.0", "summary": "A skill for the benchmark.",
            "input": ["type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"]],
            "output": ["type": "object", "properties": ["n": ["type": "number"]], "required": ["n"]],
            "permits": ["http": ["GET https://api.example.com/v1/*"]], "limits": limits, "steps": steps, "result": ["n": result],
            "tests": [["name": "none", "input": ["n": 1], "mocks": [:], "expect": ["ran": []]]],
        ]
        do {
            let skill = try SkillDecoder.decode(document)
            published = PublishedSkill(skill: skill, id: ContentHash.of(document), label: SemanticVersion(1, 0, 0), commit: nil)
        } catch {
            preconditionFailure("the benchmark's skill \(name) is sound: \(error)")
        }
    }

    var names: [String] { [published.skill.name] }
    func live(_ name: String) -> PublishedSkill? { published }
    func version(_ id: String) -> PublishedSkill? { published }
}
