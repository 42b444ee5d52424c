import CivilTime
import JSON

/// Reads the script of a mocked agent: `{"tool", "args", "result"}` or `{"error"}` in place of a result, `{"tools": [...]}` for several calls
/// in one turn, `{"text"}`, `{"finish"}`, and `{"error"}` alone for a model that cannot be asked.
enum AgentScriptDecoder {
    private static let turnKeys = ["text", "tool", "args", "result", "error", "tools", "finish", "usage", "takes"]
    private static let useKeys = ["tool", "args", "result", "error", "takes"]

    static func script(_ node: DocumentNode) -> AgentScript? {
        guard node.value.array != nil else {
            node.mismatch("an array of turns")
            return nil
        }
        if node.elements.isEmpty { node.report("E01", "a script has at least one turn", hint: "such as {\"finish\": {...}}") }
        return AgentScript(turns: node.elements.compactMap(turn), pointer: node.pointer)
    }

    private static func turn(_ node: DocumentNode) -> AgentScript.Turn? {
        guard node.isObject else { return nil }
        node.allow(turnKeys)
        let verbs = ["tool", "tools", "finish"].filter { node.value[$0] != nil }
        if verbs.count > 1 {
            node.report("E01", "a turn has one of \(verbs.joined(separator: ", "))", hint: "write two turns, or list the calls in \"tools\"")
        }
        if verbs.isEmpty, node.value["text"] == nil, node.value["error"] == nil {
            node.report("E01", "a turn has one of tool, tools, finish, text, error")
        }
        if verbs != ["tool"] {
            for key in ["args", "result"] where node.value[key] != nil { node.report("E01", "\"\(key)\" belongs to \"tool\"", at: key) }
        }
        if verbs.contains(where: { $0 != "tool" }), node.value["error"] != nil {
            node.report("E01", "\"error\" belongs to \"tool\", or is a turn of its own", at: "error")
        }
        var uses = node.child("tools")?.elements.compactMap { use($0, of: node) } ?? []
        if verbs == ["tool"], let one = use(node, of: node) { uses = [one] }
        let failure = verbs.isEmpty ? node.child("error").flatMap(TestDecoder.failure) : nil
        return AgentScript.Turn(
            text: node.child("text")?.text ?? "", uses: uses, finish: node.value["finish"], failure: failure, usage: usage(node),
            takes: verbs == ["tool"] ? .zero : node.child("takes")?.duration() ?? .zero, pointer: node.pointer)
    }

    private static func use(_ node: DocumentNode, of turn: DocumentNode) -> AgentScript.Use? {
        guard node.isObject else { return nil }
        if node.pointer != turn.pointer { node.allow(useKeys) }
        if node.value["result"] != nil, node.value["error"] != nil { node.report("E01", "a tool call has a result or an error", at: "error") }
        guard let tool = node.required("tool")?.text else { return nil }
        var answer = node.value["result"].map(Result<JSON, Failure>.success)
        if answer == nil, let failure = node.child("error").flatMap(TestDecoder.failure) { answer = .failure(failure) }
        return AgentScript.Use(
            tool: tool, arguments: node.value["args"] ?? [:], answer: answer, takes: node.child("takes")?.duration() ?? .zero, pointer: node.pointer)
    }

    private static func usage(_ node: DocumentNode) -> Usage {
        guard let node = node.child("usage"), node.isObject else { return .none }
        node.allow(["input_tokens", "output_tokens", "cost_usd"])
        return Usage(
            calls: 0, inputTokens: node.child("input_tokens")?.integer(in: 0...Int(Int32.max)) ?? 0,
            outputTokens: node.child("output_tokens")?.integer(in: 0...Int(Int32.max)) ?? 0,
            costUSD: node.child("cost_usd")?.number(atLeast: 0) ?? 0)
    }
}
