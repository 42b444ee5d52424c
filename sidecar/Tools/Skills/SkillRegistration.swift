import JSON
import MCP
import SkillLanguage
import Workspace

/// `register_skill`: a proposal of one skill document.
enum SkillRegistration {
    static func register(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let document = try call.document()
        let name = try SkillComparison.name(of: document)
        let base = try await base(for: name, call)
        let answer = try await Proposals.propose(document, at: WorkspaceLayout.skillPath(name), base: base, call)
        return try Proposals.result(answer, ["skill": .string(name)], document, call, again: "register_skill")
    }

    /// The version id of what is replaced; null for a new skill.
    private static func base(for name: String, _ call: ToolCall) async throws(Trouble) -> JSON {
        let live = try await SkillComparison.liveSkill(name, call)
        switch (live, call.text("base")) {
        case (nil, nil): return .null
        case (nil, let base?):
            throw Trouble(
                code: "stale_base", headline: "There is no live skill \"\(name)\", so nothing to start from at \(base).",
                advice: "Leave base out to register it as a new skill, or look with list_skills for the name you mean.")
        case (let live?, nil):
            throw Trouble(
                code: "base_missing", headline: "\(live.versionName("name")) is live, and the call does not say what it started from.",
                problems: [
                    Problem(
                        code: "base_missing", pointer: "/base", message: "a change of a skill needs its base", found: "nothing",
                        repair: "if the document was made from \(live.versionName("name")), say so; else start from get_skill with detail full",
                        example: "\"base\": \(live.versionName("name").debugDescription)")
                ])
        case (let live?, let base?):
            let id = live.text("version_id") ?? ""
            guard [id, live.versionName("name"), live.text("version")].contains(base) else { return .string(try stale(base, live)) }
            return .string(id)
        }
    }

    /// A full id is for the server to judge, which knows older versions; a label that is not the live one is stale for certain.
    private static func stale(_ base: String, _ live: JSON) throws(Trouble) -> String {
        if base.utf8.count == 64, base.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) { return base }
        throw Trouble(
            code: "stale_base", headline: "The base \(base) is not live any more; \(live.versionName("name")) is.",
            advice: "Call get_skill with detail full, make your change on that document, and give \(live.versionName("name")) as base.")
    }
}
