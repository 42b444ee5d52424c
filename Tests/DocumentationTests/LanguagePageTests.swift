import JSON
import Testing

@testable import SkillLanguage

/// The page from which a skill can be written in one read: everything on it holds, and everything there is is on it.
@Suite struct LanguagePageTests {
    private let page: Page

    init() throws { page = try #require(Page.all.first { $0.path == "docs/skill-language.md" }) }

    private func blocks(_ language: String) -> [Page.Block] { page.blocks.filter { $0.language == language } }

    private func documents() throws -> [JSON] { try blocks("json").filter { $0.text.hasPrefix("{") }.map { try JSON(parsing: Array($0.text.utf8)) } }

    @Test func `the page is read in under 6,000 tokens of four characters`() {
        #expect(page.text.unicodeScalars.count < 22_000)
    }

    @Test func `its skills have no findings at all, untested branches included`() throws {
        let skills = try documents().filter { $0["skill"] != nil }
        #expect(skills.count == 2)
        for skill in skills {
            #expect(SkillExamination(of: skill, among: [:], untested: .error).findings.map(\.description) == [])
        }
    }

    @Test func `its steps are right where they could stand`() throws {
        let steps = try documents().filter { $0["skill"] == nil }
        #expect(!steps.isEmpty)
        for step in steps { #expect(Self.findings(of: [step]).map(\.description) == []) }
    }

    @Test func `its expressions give what stands behind them`() throws {
        let data = try #require(blocks("json").first { $0.text.hasPrefix("\"input\"") })
        let names = try #require(try JSON(parsing: Array("{\(data.text)}".utf8)).object)
        let lines = try #require(blocks("cel").first).text.split(separator: "\n").map { $0.split(separator: "  // ").map(String.init) }
        #expect(lines.count >= 20)
        for line in lines {
            let expected = try JSON(parsing: Array(line[1].utf8))
            #expect(try Trial(of: line[0], with: names).value == expected, "\(line[0])")
        }
    }

    /// Rows of the table of mistakes: the cells without their backquotes.
    private var mistakes: [[String]] {
        let table = page.text.split(separator: "\n## ").first { $0.hasPrefix("Common mistakes") } ?? ""
        return table.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            row.dropFirst(2).dropLast(2).split(separator: " | ").map { $0.split(separator: "`").joined() }
        }
    }

    @Test func `its mistakes are found under their codes, and their repairs have none`() {
        #expect(mistakes.count >= 12)
        for row in mistakes {
            #expect(Self.probe(row[0]).map(\.code) == [row[2]], "\(row[0])")
            guard row[2] != "E41" else { continue }
            #expect(Self.probe(row[1]).map(\.description) == [], "\(row[1])")
        }
    }

    @Test func `every key, verb, modifier, callable and argument is named`() throws {
        let retry = ["attempts", "initial", "factor", "max_delay", "jitter", "on"]
        var names = SkillDecoder.keys + StepDecoder.verbs + retry + ["when", "timeout", "retry", "as", "catch", "on_unknown", "parent_close", "with"]
        names += ["yield", "concurrency", "max_items", "errors", "exhausted", "until", "delay"]
        names += ["mocks", "expect", "assert", "ran", "not_ran", "script"]
        names.removeAll { $0 == "$schema" }
        for callable in CallableName.builtins {
            guard let input = CallableShapes.input(of: .builtin(callable), among: nil) else { continue }
            names += [callable] + (input["properties"]?.object?.keys ?? [])
        }
        for option in ["limits", "loop_guard", "compact", "tools"] {
            let form = CallableShapes.input(of: .builtin("agent"), among: nil)?["properties"]?[option]
            names += ((form?["items"] ?? form)?["properties"]?.object?.keys ?? [])
        }
        let words = Set(page.text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }.map { $0.trimmingPrefix(".") })
        for name in Set(names).sorted() { #expect(words.contains(Substring(name)), "\(name)") }
    }

    // MARK: frames

    /// Static findings of steps in a skill that has what the page's steps use.
    private static func findings(of steps: [JSON]) -> [Finding] {
        let document: JSON = [
            "language": 1, "skill": "frame", "summary": "A place for steps to stand.", "secrets": ["TOKEN"],
            "input": [
                "type": "object", "properties": ["items": ["type": "array", "items": ["type": "object"], "maxItems": 9], "note": ["type": "string"]],
                "required": ["items"],
            ],
            "output": ["type": "object"], "permits": ["http": ["GET service:site/*"]], "steps": .array(steps), "result": [:],
            "tests": [["name": "none", "input": ["items": []], "mocks": [:], "expect": ["ran": []]]],
        ]
        return SkillChecker.check(document: document).findings
    }

    /// A text with `${` is a value, any other a condition, unless it is a text around an expression.
    private static func probe(_ text: String) -> [Finding] {
        let schema: JSON = [
            "type": "object", "properties": ["n": ["type": "number"]], "required": ["n"], "additionalProperties": false,
        ]
        let fetch: JSON = [
            "id": "fetch", "call": "http", "when": "size(input.items) > 5", "as": "${out.body}",
            "with": ["method": "GET", "url": "${services.site}/a", "expect": ["schema": schema]],
        ]
        let step: JSON =
            text.contains("${") ? ["id": "probe", "set": ["x": .string(text)]] : ["id": "probe", "when": .string(text), "set": ["x": 1]]
        return findings(of: [fetch, step])
    }
}
