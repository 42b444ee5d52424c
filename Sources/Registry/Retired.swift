import Git
import JSON
import SkillLanguage

/// The skills that were live once and are no more, as they were last: a label is unique for ever, so one that comes back goes on from there.
struct Retired: Sendable {
    /// The last commit that had each, by name.
    private(set) var places: [String: CommitID] = [:]
    /// The live commit up to which removals are known.
    private(set) var through: CommitID?

    struct Version: Sendable {
        let document: JSON
        let label: SemanticVersion
    }

    mutating func add(_ removals: [String: CommitID], through live: CommitID) {
        places.merge(removals) { $1 }
        through = live
    }
}

extension Registry {
    /// How those of the names that were live before were last.
    func retired(among names: Set<String>, at live: CommitID) async throws -> [String: Retired.Version] {
        guard !names.isEmpty else { return [:] }
        let known = try await retirements(at: live)
        var versions: [String: Retired.Version] = [:]
        for name in names {
            guard let place = known.places[name], let skill = try await reader.skill(name, at: place) else { continue }
            versions[name] = Retired.Version(document: skill.document, label: skill.version ?? SemanticVersion(0, 1, 0))
        }
        return versions
    }

    /// Walks the history once, and later only what is new of it.
    private func retirements(at live: CommitID) async throws -> Retired {
        var known = retiredSoFar
        guard known.through != live else { return known }
        let since = known.through.map { [$0] } ?? []
        var removals: [String: CommitID] = [:]
        for commit in try await repository.history(from: live, excluding: since, childrenFirst: true, firstParents: true, limit: .max) {
            let folders = try await skillFolders(at: commit.id)
            // What people committed was live only as it landed.
            if let parent = commit.parents.first {
                // The newest removal counts; what is there again is not asked for.
                for name in try await skillFolders(at: parent).subtracting(folders) where removals[name] == nil { removals[name] = parent }
            }
        }
        known.add(removals, through: live)
        retiredSoFar = known
        return known
    }

    private func skillFolders(at commit: CommitID) async throws -> Set<String> {
        Set(try await repository.directory("skills", at: commit).map(\.name))
    }
}
