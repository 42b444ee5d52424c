import Engine
import JSON
import Store

/// Verdicts on runs.
struct LabelRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(
                .post, "/runs/{id}/labels", needs: .operator, letsAgentsIn: true, fields: ["verdict", "expected", "note"], answer: label)
        ]
    }

    /// 201 with all verdicts on the run, the oldest first; the latest is what counts.
    private func label(_ question: Question) async throws -> Answer {
        guard let verdict = try question.fields.word("verdict", of: Label.Verdict.self) else { throw Fields.refusal("verdict", "is missing") }
        let label = Label(
            verdict: verdict, expected: question.fields.value("expected")?.bytes(.compact), note: try question.fields.text("note"),
            by: question.holder.name, at: backend.now, token: question.holder.id)
        let run = try await backend.store.run(question["id"].lowercased())
        try await backend.engine.label(run, label)
        let labels = try await backend.store.labels(of: run.key.rowID)
        return Answer(.created, ["run_id": .string(run.id), "labels": .array(try labels.map(LabelJSON.label))])
    }
}

enum LabelJSON {
    static func label(_ label: Label) throws(JSON.ParseError) -> JSON {
        [
            "verdict": .string(label.verdict.rawValue), "expected": try JSON(stored: label.expected), "note": .text(label.note),
            "by": .string(label.by), "token": .text(label.token), "at": .time(label.at),
        ]
    }
}
