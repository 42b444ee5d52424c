import Demo
import JSON
import Store
import Testing
import Workspace

/// What is known when all kills are over, and what must hold of it: no run lost, no outcome recorded twice, no plain write made twice.
struct KillAccount {
    private let runs: [RunSummary]
    private let journals: [String: [JournalRecord]]
    private let children: [String: [RunSummary]]
    private let outputs: [String: JSON]
    private let marks: [String: Int]
    private let calls: [MadeCall: [Ledger.Entry]]
    private let messages: [String: Int]
    private let fires: [String: [LedgerRow]]
    private let people: KillPeople
    private let kills: Int
    /// Whether the server stood still for longer than a call may take: one that was under way then is over its time.
    private let hasOverslept: Bool

    init(
        of ground: Ground, calls: [MadeCall: [Ledger.Entry]], messages: [String], fires: [String: [LedgerRow]], people: KillPeople, kills: Int,
        hasOverslept: Bool
    ) async throws {
        self.hasOverslept = hasOverslept
        let store = try SQLiteStore(path: ground.layout.database)
        var (runs, journals, children): ([RunSummary], [String: [JournalRecord]], [String: [RunSummary]]) = ([], [:], [:])
        var cursor: Cursor?
        repeat {
            let page = try await store.runs(RunFilter(), after: cursor, limit: 500)
            for run in page.items {
                journals[run.id] = try await store.journal(of: run.key.rowID)
                children[run.id] = try await store.children(of: run.key.rowID)
            }
            runs += page.items
            cursor = page.next
        } while cursor != nil
        for called in children.values.joined() where !runs.contains(where: { $0.id == called.id }) {
            runs.append(called)
            journals[called.id] = try await store.journal(of: called.key.rowID)
        }
        marks = Dictionary(uniqueKeysWithValues: try await store.memory("skill/work", prefix: "", limit: 100_000).map { ($0.key, $0.value.revision) })
        var outputs: [String: JSON] = [:]
        for run in runs where run.skill == "ask" { outputs[run.id] = try await store.run(run.id).output.map { try JSON(parsing: $0) } }
        await store.close()
        (self.outputs, self.people) = (outputs, people)
        (self.runs, self.journals, self.children, self.calls, self.fires, self.kills) = (runs, journals, children, calls, fires, kills)
        self.messages = Dictionary(grouping: messages) { $0 }.mapValues(\.count)
    }

    var summary: String {
        let again = calls.filter { $0.value.count > 1 }.keys
        return """
            \(kills) kills, \(runs.count) runs, \(runs.count { $0.state == .failed }) of them failed with a write cut off, \
            \(calls.values.map(\.count).reduce(0, +)) requests; made again: \(again.count { $0.step == "read" || $0.step == "look" }) reads, \
            \(again.count { $0.step == "note" || $0.step == "push" }) writes under a key, \(again.count { $0.step == "tell" }) plain writes; \
            \(people.answers.count) answers and \(people.cancelled.count) requests to end were taken
            """
    }

    func judge() {
        for run in runs { judge(run) }
        for (call, entries) in calls {
            #expect(runs.contains { $0.id == call.run }, "\(call) was made for a run that nobody remembers")
            let tries = call.step == "again" ? 2 : 1
            #expect(entries.count <= (call.step == "tell" ? 1 : tries * (1 + kills)), "\(call) was made \(entries.count) times")
            #expect(Set(entries.map(\.idempotencyKey)).count == 1)
        }
        for (text, count) in messages { #expect(count == 1, "\(text) was posted \(count) times") }
        judgeFires()
    }

    private func judge(_ run: RunSummary) {
        let isOverTime = hasOverslept && (run.errorType == "http.timeout" || run.errorType == "skill.failed")
        let isCutOff = run.state == .failed && (run.errorType == "unknown_outcome" || isOverTime)
        let isEnded = run.state == .cancelled && people.wanted.contains(run.id)
        #expect(run.state == .succeeded || isCutOff || isEnded, "\(run.id) of \(run.skill): \(run.state) \(run.errorType ?? "")")
        let outcomes = (journals[run.id] ?? []).filter { $0.entry.kind == .outcome }.map { "\($0.entry.path)#\($0.entry.attempt)" }
        #expect(Set(outcomes).count == outcomes.count, "\(run.id): \(outcomes)")
        if people.cancelled.contains(run.id) { #expect(run.state == .cancelled, "\(run.id) was to end and is \(run.state)") }
        guard run.state == .succeeded else { return }
        for step in KillWorkload.steps[run.skill] ?? [] {
            #expect(calls[MadeCall(run: run.id, step: step)] != nil, "\(run.id) succeeded without \(step)")
            if ["note", "tell", "push"].contains(step) { #expect(messages["\(run.id)/\(step)"] == 1, "\(run.id)/\(step) is not in the channel") }
        }
        if run.skill == "ask" {
            if let said = people.answers[run.id] { #expect(outputs[run.id] == ["n": .int(Int64(said))], "\(run.id): an answer was lost") }
            #expect(outcomes.filter { $0.hasPrefix("again#") } == ["again#1", "again#2"], "\(run.id): \(outcomes)")
        }
        if run.skill == "work" {
            #expect(marks[run.id] == 1, "\(run.id) was remembered at revision \(marks[run.id] ?? 0)")
            let called = children[run.id] ?? []
            #expect(called.count { $0.skill == "inner" } == 1 && called.count { $0.skill == "linger" } <= 1, "\(run.id) called \(called.map(\.skill))")
        }
    }

    /// Every second has one row, and every run that a loop started is there.
    private func judgeFires() {
        let known = Set(runs.map(\.id))
        var started: [String] = []
        for (loop, rows) in fires {
            let seconds = rows.reversed().flatMap(\.seconds)
            #expect(!seconds.isEmpty && seconds == Array((seconds.first ?? 0)...(seconds.last ?? 0)), "\(loop): \(seconds)")
            started += rows.compactMap(\.run)
        }
        #expect(Set(started).count == started.count, "a run of two fires")
        #expect(Set(started).isSubset(of: known), "a run was lost")
    }
}
