import JSON
import SkillLanguage
import Store

/// Where the journal of a run is cut to repeat it. Outcomes before the cut are kept.
enum ForkCut {
    /// Before the first try of the call that the run failed at; before the clean-up when it did not fail at a call, so that the run
    /// goes on from all it had.
    /// - Parameters:
    ///   - error: how the run ended.
    ///   - cleanup: the ids of the skill's `finally` steps.
    static func atFailure(_ error: Failure?, in journal: [JournalRecord], cleanup: Set<String>) -> Int {
        let body = journal.prefix { !cleanup.contains(steps(of: $0.entry.path).first ?? "") }
        let end = journal.first { cleanup.contains(steps(of: $0.entry.path).first ?? "") }?.sequence ?? (journal.last?.sequence ?? 0) + 1
        guard let step = error?.step, let last = body.last(where: { isCall($0) && steps(of: $0.entry.path).last == step }), isFailure(last)
        else { return end }
        return body.first { isCall($0) && $0.entry.path == last.entry.path }?.sequence ?? end
    }

    /// Before the first entry of a step or of what lies in it; nil when the run did nothing there.
    /// - Parameter place: a step's id, or a path such as `sweep[2]/ping`.
    static func before(_ place: String, in journal: [JournalRecord]) -> Int? {
        journal.first { record in
            let path = record.entry.path
            return isCall(record)
                && (path == place || path.hasPrefix(place + "/") || path.hasPrefix(place + "[") || steps(of: path).contains(place))
        }?.sequence
    }

    /// The places that a journal can be cut before, each once, in order.
    static func places(in journal: [JournalRecord]) -> [String] {
        var seen: Set<String> = []
        return journal.filter(isCall).compactMap { steps(of: $0.entry.path).last }.filter { seen.insert($0).inserted }
    }

    /// The ids of the steps on a path, without iterations.
    static func steps(of path: String) -> [String] { path.split(separator: "/").map { String($0.prefix { $0 != "[" }) } }

    static func isCall(_ record: JournalRecord) -> Bool { [.intent, .outcome].contains(record.entry.kind) }

    /// A failed outcome, or a write that nobody knows the outcome of.
    private static func isFailure(_ record: JournalRecord) -> Bool {
        guard record.entry.kind == .outcome else { return true }
        return (try? JSON(parsing: record.entry.body))?["error"] != nil
    }
}
