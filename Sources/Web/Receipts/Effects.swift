import JSON
import Store

/// What the calls of a run did outside.
enum Effects {
    /// Calls that only read, or are runs of their own.
    private static let reading: Set<String> = ["llm", "agent", "wait", "event", "human", "echo", "memory.get", "runs.query"]

    /// The calls that wrote or may have, in order. A write without an outcome has the kind `intent`: nobody knows.
    static func writes(_ journal: [JournalRecord]) throws(JSON.ParseError) -> [JSON] {
        var announced: Set<CallKey> = []
        for record in journal where record.entry.kind == .intent { announced.insert(key(record.entry)) }
        let calls = Set(journal.filter { [.intent, .outcome, .late].contains($0.entry.kind) }.map(\.sequence))
        return try StepJSON.steps(journal).filter { step in
            guard let sequence = step["sequence"]?.int, calls.contains(Int(sequence)) else { return false }
            let call = CallKey(path: step["path"]?.string ?? "", attempt: Int(step["attempt"]?.int ?? 1))
            return announced.contains(call) || isWrite(step)
        }
    }

    private static func key(_ entry: JournalEntry) -> CallKey { CallKey(path: entry.path, attempt: entry.attempt) }

    /// A callable that is not known to read is taken to write.
    private static func isWrite(_ step: JSON) -> Bool {
        let callable = step["callable"]?.string ?? ""
        if callable == "http" { return !["GET", "HEAD", "OPTIONS"].contains(step["input"]?["method"]?.string ?? "GET") }
        return !callable.isEmpty && !reading.contains(callable) && !callable.hasPrefix("skill:")
    }

    /// The models that were asked, by alias, with what that used.
    static func models(_ journal: [JournalRecord]) throws(JSON.ParseError) -> [JSON] {
        var totals: [(alias: String, calls: Int, input: Int64, output: Int64, cost: Double)] = []
        for step in try StepJSON.steps(journal) {
            guard let alias = step["input"]?["model"]?.string, let usage = step["usage"], !usage.isNull else { continue }
            let index = totals.firstIndex { $0.alias == alias } ?? totals.count
            if index == totals.count { totals.append((alias, 0, 0, 0, 0)) }
            totals[index].calls += 1
            totals[index].input += usage["input_tokens"]?.int ?? 0
            totals[index].output += usage["output_tokens"]?.int ?? 0
            totals[index].cost += usage["cost_usd"]?.double ?? 0
        }
        return totals.map { total in
            [
                "model": .string(total.alias), "calls": .count(total.calls), "input_tokens": .int(total.input), "output_tokens": .int(total.output),
                "cost_usd": .double(total.cost),
            ]
        }
    }
}
