import Engine
import JSON
import SkillLanguage
import Store

/// Which text from outside a run can have put into what it proposes.
///
/// Outputs are data: what a page, a model or an event said must not become a skill without a person who knows where it comes from. This is
/// conservative: everything that was on record before the call counts, whether or not its value was used. What people answered, the
/// history of runs and the live skills themselves count as trusted.
enum Taint {
    private static let untrusted: Set = ["http", "llm", "agent", "event", "memory.get"]

    /// What a run has on record, as far as it matters here.
    struct Past {
        var trigger: RunTrigger
        var input: JSON
        /// In the order they were recorded.
        var calls: [(step: String, callable: String)]
        /// The step that proposes.
        var proposing: Step?
    }

    /// Such as `page (http)`, in the order they came, each once. Empty when nothing came from outside.
    static func sources(_ past: Past) -> [String] {
        var sources: [String] = []
        func add(_ source: String) { if !sources.contains(source) { sources.append(source) } }
        // A loop's input was reviewed with the loop; any other comes from whoever started the run.
        if past.trigger != .schedule, past.input != .object([:]) { add("input (\(past.trigger.rawValue))") }
        for call in past.calls where isUntrusted(call.callable) { add("\(call.step) (\(call.callable))") }
        // A call that is an agent's tool was worded by its model.
        if let step = past.proposing, case .call(let call) = step.verb, call.callable == .builtin("agent") { add("\(step.id) (agent)") }
        return sources
    }

    static func sources(of run: RunRecord, _ journal: [JournalRecord], proposing step: Step?) throws -> [String] {
        let calls = try journal.filter { $0.entry.kind == .outcome }.map { record in
            let body = try JSON(parsing: record.entry.body)
            return (step: body["step"]?.string ?? record.entry.path, callable: body["callable"]?.string ?? "")
        }
        return sources(Past(trigger: run.trigger, input: try JSON(parsing: run.input), calls: calls, proposing: step))
    }

    private static func isUntrusted(_ callable: String) -> Bool {
        untrusted.contains(callable) || callable.hasPrefix("mcp:") || callable.hasPrefix("skill:")
    }
}
