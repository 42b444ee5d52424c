import JSON
import Store

/// What exactly a run ran, and what exactly a version did.
struct ReceiptRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.get, "/runs/{id}/receipt", needs: .viewer, answer: receipt),
            Route(.get, "/versions/{id}", needs: .viewer, answer: version),
            Route(.get, "/versions/{id}/effects", needs: .viewer, query: ["limit", "cursor"], answer: effects),
        ]
    }

    private func receipt(_ question: Question) async throws -> Answer {
        let run = try await backend.store.run(question["id"].lowercased())
        let journal = try await backend.store.journal(of: run.key.rowID)
        var callees: [JSON] = []
        for (_, id) in try JSON(stored: run.pins).object ?? [:] {
            if let id = id.string, id != run.versionID { callees.append(.object(try VersionJSON.summary(try await backend.store.version(id)))) }
        }
        var object = RunJSON.summary(run.summary, ids: try await backend.ids(around: [run.summary]))
        object["version"] = .object(try VersionJSON.summary(try await backend.store.version(run.versionID)))
        object["callees"] = .array(callees)
        object["input_hash"] = .string(run.inputHash)
        object["models"] = .array(try Effects.models(journal))
        object["writes"] = .array(try Effects.writes(journal))
        let names = ["id", "skill", "version", "callees", "trigger", "loop", "nominal_at", "parent", "root", "created_at", "finished_at", "state"]
        var answer = Answer(.ok, .object(JSON.Object((names + ["error_type", "input_hash", "models", "writes", "usage"]).map { ($0, object[$0] ?? .null) })))
        answer.isTagged = run.state.isTerminal
        return answer
    }

    private func version(_ question: Question) async throws -> Answer {
        let version = try await named(question["id"])
        var object = try VersionJSON.summary(version)
        object["document"] = try JSON(stored: version.document)
        var answer = Answer(.ok, .object(object))
        answer.isTagged = true
        return answer
    }

    /// A page of the version's runs, newest first, each with what it wrote. Runs that it called are those of other versions.
    private func effects(_ question: Question) async throws -> Answer {
        let version = try await named(question["id"])
        let page = try await backend.store.runs(RunFilter(versionID: version.id), after: try question.query.cursor(), limit: try question.limit())
        var items: [JSON] = []
        for (run, summary) in zip(page.items, try await backend.summaries(page.items)) {
            var object = summary.object ?? [:]
            object["writes"] = .array(try Effects.writes(try await backend.store.journal(of: run.key.rowID)))
            items.append(.object(object))
        }
        return .list(items, next: page.next, beside: ["version": .object(try VersionJSON.summary(version))])
    }

    /// By its id, or as `name@1.2.3`. One that is live and never ran is known too.
    private func named(_ text: String) async throws -> Version {
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        var id = text.lowercased()
        if parts.count == 2 {
            if let live = backend.registry.live(parts[0]), live.label.description == parts[1] { return live.stored(backend.now) }
            guard let known = try await backend.store.versionID(of: parts[0], label: parts[1]) else {
                throw StoreError.notFound(what: "version", name: text)
            }
            id = known
        }
        return try await backend.store.version(id)
    }
}
