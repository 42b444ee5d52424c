import JSON
import MCP

/// `list_skills` and `get_skill`.
enum SkillListing {
    static func list(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let answer = try await call.get(["skills"])
        let words = (call.text("query") ?? "").lowercased().split(whereSeparator: \.isWhitespace)
        let found = answer.items("items").filter { skill in
            let text = "\(skill.text("name") ?? "") \(skill.text("summary") ?? "")".lowercased()
            return words.allSatisfy { text.contains($0) }
        }
        let rest = call.text("cursor").map { cursor in found.drop { ($0.text("name") ?? "") <= cursor } } ?? found[...]
        let page = rest.prefix(call.count("limit", standard: 50))
        let next = page.endIndex < rest.endIndex ? page.last?.text("name") : nil
        var object: JSON.Object = [
            "skills": .array(page.map { summary($0, isFull: call.isFull) }), "total": .count(found.count), "next": .text(next),
        ]
        let problems = answer.items("problems")
        if !problems.isEmpty { object["problems"] = .array(problems) }
        return ToolResult(structured: .object(object))
    }

    static func get(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let name = VersionName(call.text("skill") ?? "")
        let skill = try await live(name, call)
        var object = summary(skill, isFull: true).object ?? [:]
        object["input"] = skill["document"]?["input"] ?? [:]
        object["output"] = skill["document"]?["output"] ?? [:]
        if call.isFull { object["document"] = skill["document"] }
        return ToolResult(structured: .object(object))
    }

    /// The live skill as the server tells it. Throws when the name asks for a version that is not the live one.
    static func live(_ name: VersionName, _ call: ToolCall) async throws(Trouble) -> JSON {
        let skill = try await call.get(["skills", name.skill])
        if let label = name.label, let live = skill.text("version"), live != label, skill.text("version_id") != label {
            throw Trouble(
                code: "not_live", headline: "\(name.skill)@\(label) is not live; \(name.skill)@\(live) is.",
                advice: "Use \"\(name.skill)\" or \"\(name.skill)@\(live)\". Runs of older versions are found with query_runs.")
        }
        return skill
    }

    private static func summary(_ skill: JSON, isFull: Bool) -> JSON {
        var object: JSON.Object = ["skill": .string(skill.versionName("name")), "summary": .string(skill.text("summary") ?? "")]
        if isFull {
            for (key, value) in skill.members(["version_id", "commit", "permits", "limits", "secrets", "callees", "tests"]) { object[key] = value }
        }
        return .object(object)
    }
}
