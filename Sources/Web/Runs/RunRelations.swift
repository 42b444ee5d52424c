import JSON
import Store

/// What people and other runs have to do with a run, as the API shows it.
extension Backend {
    /// The detail of a run: what it did, who it waits for, what was said of it, what it repeats and what repeats it.
    func detail(of run: RunRecord) async throws -> JSON {
        let row = run.key.rowID
        let journal = try await store.journal(of: row)
        let children = try await store.children(of: row)
        var object = try RunJSON.detail(run, journal: journal, children: children, ids: try await ids(around: [run.summary] + children))
        let waits = try await store.waits(of: row).filter { $0.state == .open && $0.kind != .event }
        object["waits"] = .array(try waits.map(InboxJSON.summary))
        object["pause"] = try await store.pause(of: row).map { ["at": .time($0.at), "by": .string($0.by), "reason": .string($0.reason)] } ?? .null
        object["labels"] = .array(try await store.labels(of: row).map(LabelJSON.label))
        object["repeats"] = try await store.lineage(of: row).map(RepetitionJSON.lineage) ?? .null
        let repetitions = try await store.repetitions(of: row)
        object["repetitions"] = .array(repetitions.map { RepetitionJSON.repetition($0) })
        return .object(object)
    }
}
