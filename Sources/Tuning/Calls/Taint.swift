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

    /// Such as `page (http)`, in the order they came, each once. Empty when nothing came from outside.
    static func sources(in journal: [JournalRecord], of run: RunRecord, callingStep step: Step?) throws -> [String] {
        var sources: [String] = []
        func add(_ source: String) { if !sources.contains(source) { sources.append(source) } }
        let input = try JSON(parsing: run.input)
        // A loop's input was reviewed with the loop; any other comes from whoever started the run.
        if run.trigger != .schedule, input != .object([:]) { add("input (\(run.trigger.rawValue))") }
        for record in journal where record.entry.kind == .outcome {
            let body = try JSON(parsing: record.entry.body)
            guard let callable = body["callable"]?.string, isUntrusted(callable) else { continue }
            add("\(body["step"]?.string ?? record.entry.path) (\(callable))")
        }
        // A call that is an agent's tool was worded by its model.
        if let step, case .call(let call) = step.verb, call.callable == .builtin("agent") { add("\(step.id) (agent)") }
        return sources
    }

    private static func isUntrusted(_ callable: String) -> Bool {
        untrusted.contains(callable) || callable.hasPrefix("mcp:") || callable.hasPrefix("skill:")
    }
}
