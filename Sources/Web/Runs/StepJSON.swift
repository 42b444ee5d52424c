import CivilTime
import JSON
import SkillLanguage
import Store

/// The journal of a run as the API shows it.
enum StepJSON {
    /// One entry a call, in the order of the journal. An intent is shown only as long as its call has no outcome.
    static func steps(_ journal: [JournalRecord]) throws(JSON.ParseError) -> [JSON] {
        let ended = Set(journal.filter { [.outcome, .late].contains($0.entry.kind) }.map { call($0.entry) })
        var steps: [JSON] = []
        for record in journal where record.entry.kind != .intent || !ended.contains(call(record.entry)) { steps.append(try step(record)) }
        return steps
    }

    private static func call(_ entry: JournalEntry) -> CallID { CallID(path: entry.path, attempt: entry.attempt) }

    /// What an outcome and an intent hold is told apart; of a request to cancel or a signal, the whole is the input.
    private static func step(_ record: JournalRecord) throws(JSON.ParseError) -> JSON {
        let entry = record.entry
        let body = try JSON(stored: entry.body)
        let isCall = [.intent, .outcome, .late].contains(entry.kind)
        return [
            "sequence": .count(record.sequence), "kind": .string(entry.kind.rawValue), "path": .string(entry.path), "attempt": .count(entry.attempt),
            "step": body["step"] ?? .null, "callable": body["callable"] ?? .null, "at": .time(entry.at),
            "duration_ms": .milliseconds(microseconds: entry.durationMicroseconds), "input": isCall ? body["input"] ?? .null : body,
            "output": body["ok"] ?? .null, "error": body["error"] ?? .null, "usage": body["usage"] ?? .null,
        ]
    }
}
