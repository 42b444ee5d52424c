import CivilTime
import Engine
import Git
import JSON
import Registry
import Store
import Workspace

/// How the server is.
struct StatusRoutes: Sendable {
    let backend: Backend

    var routes: [Route] { [Route(.get, "/status", needs: .viewer, answer: status)] }

    private func status(_ question: Question) async throws -> Answer {
        let info = backend.info
        let snapshot = backend.registry.snapshot
        let settings = backend.settings()
        return Answer(
            .ok,
            [
                "version": .string(info.version), "workspace": .string(info.workspace), "process_id": .int(Int64(info.processID)),
                "started_at": .time(info.startedAt), "uptime_ms": .milliseconds(backend.now - info.startedAt),
                "live_commit": .text(snapshot.commit?.description), "skills": .count(snapshot.skills.count), "loops": .count(snapshot.loops.count),
                "problems": .array(snapshot.problems.map(\.json)), "repository": .array(backend.registry.troubles.map(\.json)),
                "live_runs": .count(backend.engine.liveRuns),
                "database": Self.database(try await backend.store.information()),
                "models": .array(settings.models.keys.sorted().map(JSON.string)),
                "services": .array(settings.services.keys.sorted().map(JSON.string)),
            ])
    }

    private static func database(_ database: DatabaseInformation) -> JSON {
        [
            "schema_version": .count(database.schemaVersion), "sqlite_version": .string(database.sqliteVersion), "bytes": .int(database.bytes),
            "wal_bytes": .int(database.logBytes), "runs": .count(database.runs), "open_runs": .count(database.openRuns),
            "journal_entries": .count(database.journalEntries), "engine_epoch": .int(database.engineEpoch),
        ]
    }
}
