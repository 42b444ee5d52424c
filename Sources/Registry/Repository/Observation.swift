import Git
import Logging
import Synchronization

/// What was seen of the repository by now, so that nothing is told, filed or looked into twice.
struct Observation {
    var troubles: [RepositoryTrouble.Kind: RepositoryTrouble] = [:]
    /// The commit on the live ref that is not loaded.
    var quarantined: CommitID?
    /// What `look` saw when it last looked to the end.
    var sight: Sight?
    /// The troubles that incidents are open for; nil before that was looked up.
    var filed: [RepositoryTrouble]?

    /// What decides whether there is anything new to see.
    struct Sight: Hashable {
        let main: CommitID?
        let live: CommitID?
        let isDetached: Bool
    }
}

extension Registry {
    /// What is wrong with the repository, in the order of the kinds.
    package var troubles: [RepositoryTrouble] {
        let found = observation.withLock(\.troubles)
        return RepositoryTrouble.Kind.allCases.compactMap { found[$0] }
    }

    /// Replaces what is known about some kinds of trouble. What is new is logged, once.
    func note(_ trouble: RepositoryTrouble?, about kinds: [RepositoryTrouble.Kind]) {
        let isNew = observation.withLock { seen in
            let isNew = trouble.map { seen.troubles[$0.kind] != $0 } ?? false
            for kind in kinds { seen.troubles[kind] = nil }
            if let trouble { seen.troubles[trouble.kind] = trouble }
            return isNew
        }
        if isNew, let trouble { logger.error("\(trouble.message)", metadata: ["advice": "\(trouble.advice)"]) }
    }
}
