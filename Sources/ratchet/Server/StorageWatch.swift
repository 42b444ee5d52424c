import CivilTime
import Engine
import Logging
import ServiceLifecycle
import Store

/// Opens an incident when the database's log cannot be moved into its file for long.
struct StorageWatch: Service {
    /// The kind of its incidents; one is open at a time, over restarts too.
    static let kind = "checkpoint"

    let store: SQLiteStore
    let time: SystemTime
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var watch = CheckpointWatch()
            while !Task.isCancelled {
                await time.sleep(until: time.now() + .seconds(30))
                guard let problem = watch.look(store.statistics.checkpointFailure, at: time.now()) else { continue }
                logger.error("the database's log cannot be moved into its file", metadata: ["problem": "\(problem)"])
                await open(problem)
            }
        }
    }

    private func open(_ problem: String) async {
        let now = time.now()
        do {
            let open = try await store.incidents(closed: false, after: nil, limit: 200).items
            guard !open.contains(where: { $0.kind == Self.kind }) else { return }
            let id = UUIDv7.text(at: now, random: (SystemRandom.word(), SystemRandom.word()))
            try await store.open(Incident(id: id, kind: Self.kind, subject: "database", summary: problem, openedAt: now))
        } catch {
            logger.error("no incident can be opened", metadata: ["error": "\(error)"])
        }
    }
}
