import Engine
import Logging
import Store
import Synchronization

extension Registry {
    /// The kind of the incidents about the repository; their subject is the kind of the trouble.
    package static var incidentKind: String { "repository" }

    /// Opens an incident for each trouble that a person has to know of, and closes those whose trouble is over.
    func settleIncidents() async {
        let wanted = troubles.filter(\.kind.isIncident)
        guard wanted != observation.withLock(\.filed) else { return }
        do {
            let open = try await store.incidents(closed: false, after: nil, limit: 200).items.filter { $0.kind == Self.incidentKind }
            func tells(_ incident: Incident, _ trouble: RepositoryTrouble) -> Bool {
                incident.subject == trouble.kind.rawValue && incident.summary == Self.summary(trouble)
            }
            for incident in open where !wanted.contains(where: { tells(incident, $0) }) {
                try await store.closeIncident(incident.id, by: "ratchet", note: "it is put right, or is another one now", at: time.now())
            }
            for trouble in wanted where !open.contains(where: { tells($0, trouble) }) {
                let now = time.now(), summary = Self.summary(trouble)
                try await store.open(
                    Incident(
                        id: freshID(at: now, Array(summary.utf8)), kind: Self.incidentKind, subject: trouble.kind.rawValue, summary: summary,
                        openedAt: now))
            }
            observation.withLock { $0.filed = wanted }
        } catch {
            logger.error("no incident can be opened", metadata: ["error": "\(error)"])
        }
    }

    private static func summary(_ trouble: RepositoryTrouble) -> String { "\(trouble.message). To do: \(trouble.advice)" }
}
