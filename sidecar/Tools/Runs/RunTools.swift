import JSON
import MCP

/// `run_skill`, `get_run`, `query_runs` and `label_run`.
enum RunTools {
    static func run(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let id = try await start(call).text("id") ?? ""
        call.context.report(0, "run \(id) started")
        return try await shown(id, waiting: call.count("wait_seconds", standard: 20), call)
    }

    /// The run that the call asks for, as it is begun. Whoever waits for it may leave: it goes on.
    static func start(_ call: ToolCall) async throws(Trouble) -> JSON {
        let name = VersionName(call.text("skill") ?? "")
        if name.label != nil { _ = try await SkillListing.live(name, call) }
        return try await start(name.skill, input: call.arguments["input"] ?? [:], key: call.text("idempotency_key"), call)
    }

    static func start(_ skill: String, input: JSON, key: String? = nil, _ call: ToolCall) async throws(Trouble) -> JSON {
        var body: JSON.Object = ["skill": .string(skill), "input": input]
        body["idempotency_key"] = key.map(JSON.string)
        let started: JSON
        do {
            started = try await call.post(["runs"], .object(body))
        } catch {
            throw await taught(error, skill, call)
        }
        guard started.text("id") != nil else { throw Trouble(code: "unusable", headline: "The server started no run that it names.") }
        return started
    }

    static func get(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        try await shown(call.text("run") ?? "", waiting: call.count("wait_seconds", standard: 0), call)
    }

    static func query(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let name = call.text("skill").map { VersionName($0) }
        let states = (call.arguments["states"]?.array ?? []).compactMap(\.string).joined(separator: ",")
        let answer = try await call.get(
            ["runs"],
            [
                ("skill", name?.skill), ("version", call.text("version_id") ?? name?.label), ("loop", call.text("loop")),
                ("state", states.isEmpty ? nil : states), ("since", call.text("since")), ("until", call.text("until")), ("error", call.text("error")),
                ("children", call.flag("children") ? "true" : nil), ("limit", String(call.count("limit", standard: 20))),
                ("cursor", call.text("cursor")),
            ])
        let runs = answer.items("items").map { JSON.object(RunView.summary($0, isFull: call.isFull)) }
        return ToolResult(structured: ["runs": .array(runs), "next": .text(answer.text("next"))])
    }

    static func label(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let id = call.text("run") ?? ""
        var body: JSON.Object = ["verdict": call.arguments["verdict"] ?? .null]
        body["expected"] = call.arguments["expected"]
        body["note"] = call.arguments["note"]
        let answer = try await call.post(["runs", id, "labels"], .object(body))
        return ToolResult(
            structured: ["run": .string(answer.text("run_id") ?? id), "verdict": call.arguments["verdict"] ?? .null, "recorded": true])
    }

    /// A refused input is told with the schema it has to fit.
    private static func taught(_ trouble: Trouble, _ skill: String, _ call: ToolCall) async -> Trouble {
        guard trouble.code == "invalid_input", let live = try? await call.backend.get("skills", skill) else { return trouble }
        var trouble = trouble
        trouble.advice = "The input has to fit: \(live["document"]?["input"]?.excerpt(1500) ?? "{}")"
        trouble.consequence = "No run was started."
        return trouble
    }

    /// The run as soon as it has ended, or as it is when the wait is over. The run does not depend on being waited for.
    static func ended(_ id: String, waiting seconds: Int, _ call: ToolCall) async throws(Trouble) -> JSON {
        var left = seconds
        var run = try await call.get(["runs", id], [("wait", left > 0 ? String(min(left, slice)) : nil)])
        while left > slice, !RunView.hasEnded(run), !Task.isCancelled {
            left -= slice
            call.context.report(Double(seconds - left), of: Double(seconds), RunView.sentence(run))
            run = try await call.get(["runs", id], [("wait", String(min(left, slice)))])
        }
        return run
    }

    private static func shown(_ id: String, waiting seconds: Int, _ call: ToolCall) async throws(Trouble) -> ToolResult {
        let run = try await ended(id, waiting: seconds, call)
        let object = RunView.detail(run, isFull: call.isFull)
        let next = RunView.hasEnded(run) ? "" : "\n\nIt goes on by itself; call get_run with its id."
        return ToolResult([.text(JSON.object(object).text(.compact) + next)], structured: .object(object))
    }

    /// What the server waits at once, in seconds; after each the client hears that the call is alive.
    private static let slice = 5
}
