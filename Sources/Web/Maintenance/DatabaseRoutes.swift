package import CivilTime
import JSON
package import Store
package import Workspace

/// Keeping the database small, whole and copied.
struct DatabaseRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.post, "/db/backup", needs: .admin, fields: ["path"], answer: backup),
            Route(.post, "/db/verify", needs: .operator, answer: verify),
            Route(.post, "/db/compact", needs: .admin, answer: compact),
            Route(.post, "/db/prune", needs: .admin, fields: ["dry_run", "days", "per_skill"], answer: prune),
        ]
    }

    /// The copy is written by the server, under the rights of its user.
    private func backup(_ question: Question) async throws -> Answer {
        let path = try question.fields.required("path")
        guard path.hasPrefix("/"), !path.hasSuffix("/") else { throw Fields.refusal("path", "must be the absolute path of a file") }
        do {
            let backup = try await backend.store.backup(to: path)
            return Answer(.created, ["path": .string(backup.path), "bytes": .int(backup.bytes), "runs": .count(backup.verification.runs)])
        } catch StoreError.cannotOpen(let path, let reason) {
            throw Refusal(.conflict, "cannot_write", "cannot write \(path): \(reason)")
        }
    }

    private func verify(_ question: Question) async throws -> Answer {
        let found = try await backend.store.verify()
        return Answer(
            .ok,
            [
                "ok": .bool(found.problems.isEmpty), "problems": .array(found.problems.map(JSON.string)), "runs": .count(found.runs),
                "journal_entries": .count(found.journalEntries), "blobs": .count(found.blobs),
            ])
    }

    private func compact(_ question: Question) async throws -> Answer {
        Answer(.ok, ["freed_bytes": .int(try await backend.store.compact())])
    }

    /// By the rule of the settings, or by the one given. At most 500 runs with all below them at a time; `more` says to ask again.
    private func prune(_ question: Question) async throws -> Answer {
        var rule = backend.settings().retention
        if let days = try question.fields.whole("days", in: 1...36_500) { rule = Settings.Retention(days: days, perSkill: rule.perSkill) }
        if let count = try question.fields.whole("per_skill", in: 1...1_000_000_000) { rule = Settings.Retention(days: rule.days, perSkill: count) }
        let retention = Retention(rule, now: backend.now)
        if try question.fields.flag("dry_run") {
            return Answer(.ok, ["runs": .count(try await backend.store.countPrunable(retention)), "dry_run": true, "more": false])
        }
        let (pruned, isMore) = try await backend.store.prune(retention, most: 500)
        return Answer(
            .ok,
            [
                "runs": .count(pruned.runs), "journal_entries": .count(pruned.journalEntries), "fires": .count(pruned.fires), "dry_run": false,
                "more": .bool(isMore),
            ])
    }
}

extension Retention {
    /// The rule of the settings at a time.
    package init(_ rule: Settings.Retention, now: Instant) {
        self.init(endedBefore: rule.days.map { now - .seconds($0 * 24 * 3600) }, perSkill: rule.perSkill)
    }
}
