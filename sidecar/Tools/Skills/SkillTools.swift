import JSON
import MCP

/// Live skills as tools of their own: `skill_NAME`, with the skill's schemas. A name of a skill has at most 48 of `a-z 0-9 _`, so a tool's
/// name is always one that every client takes, and none of the other tools begins so.
enum SkillTools {
    private static let prefix = "skill_"

    /// The skill a tool stands for; nil for another tool.
    static func skill(of tool: String) -> String? {
        tool.hasPrefix(prefix) && tool.utf8.count > prefix.utf8.count ? String(tool.dropFirst(prefix.count)) : nil
    }

    /// By name, those that the caller may run; none when there is no server to ask.
    static func list(_ backend: any Backend) async -> [Tool] {
        guard let answer = try? await backend.get(["skills"], [("detail", "full")]) else { return [] }
        let skills = answer.items("items")
        let effects = SkillEffects(of: skills)
        return skills.filter { $0["may_run"] == true }.compactMap { skill in
            guard let name = skill.text("name"), let input = skill["input"], let output = skill["output"] else { return nil }
            return Tool(
                name: prefix + name, title: skill.versionName("name"),
                description: "\(skill.text("summary") ?? "") Runs the skill \(name) and waits for its output; run_skill does the same for any skill.",
                inputSchema: input, outputSchema: output, annotations: effects.annotations(of: name), mayBecomeTask: true)
        }
    }

    static func work(of tool: String) -> Work? {
        guard let skill = skill(of: tool) else { return nil }
        return { (call: ToolCall) async throws(Trouble) -> ToolResult in
            let id = try await RunTools.start(skill, input: .object(call.arguments), call).text("id") ?? ""
            call.context.report(0, "run \(id) started")
            return try output(of: try await RunTools.ended(id, waiting: patience, call))
        }
    }

    static func start(of tool: String) -> (@Sendable (ToolCall) async throws(Trouble) -> TaskSnapshot)? {
        guard let skill = skill(of: tool) else { return nil }
        return { (call: ToolCall) async throws(Trouble) -> TaskSnapshot in
            try RunTasks.snapshot(of: try await RunTools.start(skill, input: .object(call.arguments), call), asOutput: true)
        }
    }

    /// What a run of the skill comes to for whoever called it as a tool: the output alone, for it fits the tool's schema.
    static func output(of run: JSON) throws(Trouble) -> ToolResult {
        let id = run.text("id") ?? ""
        guard RunView.hasEnded(run) else {
            throw Trouble(
                code: "still_running", headline: RunView.sentence(run), advice: "Call get_run with \(id); it waits for the end.",
                consequence: "The run goes on by itself; do not start it again.")
        }
        guard run.text("state") == "succeeded", let output = run["output"] else {
            let error = run["error"]?.text("message").map { ": \($0)" } ?? ""
            throw Trouble(
                code: run.text("error_type") ?? run["error"]?.text("type") ?? run.text("state") ?? "failed",
                headline: "The run \(id) ended as \(run.text("state") ?? "unknown")\(error)", advice: "get_run tells its steps.",
                consequence: "What its steps did before that is done.")
        }
        return ToolResult([.text(output.text(.compact)), .text("run://\(id)")], structured: output)
    }

    /// Seconds; the usual client gives up after a minute.
    private static let patience = 50
}
