import CrashPoints
import Engine
package import Git
import JSON
import Logging
import SkillLanguage
import Workspace

/// Making a person's own commit live in one step.
extension Registry {
    /// Checks and tests what a commit holds, then moves `refs/ratchet/live` to it while everything runs. All or nothing: one problem
    /// anywhere and the live commit stays. A skill whose version was left as it is gets the least label its change allows, written by
    /// a commit of Ratchet's on top.
    /// - Parameter commit: a full id; nil takes the tip of `main`.
    package func adopt(_ commit: CommitID? = nil, dryRun: Bool = false) async throws -> Adoption {
        try await turn.take { try await adoptInTurn(commit, dryRun) }
    }

    private func adoptInTurn(_ commit: CommitID?, _ dryRun: Bool) async throws -> Adoption {
        try await loadInTurn()
        let live = try await repository.commit(at: liveRef)
        let main = try await repository.commit(at: mainRef)
        guard var target = commit ?? main else { throw AdoptionError.noCommit("main") }
        if let live, try await !repository.isAncestor(live, of: target) { throw AdoptionError.behindLive }
        let (snapshot, standing) = standingNow()
        var contents = try await reader.contents(of: target, knowing: standing.contents)
        let new = Set(contents.skills.keys).subtracting(snapshot.skills.keys)
        var retired: [String: Retired.Version] = [:]
        if let live { retired = try await self.retired(among: new, at: live) }
        let check = CandidateCheck(contents, live: snapshot, standing: standing, retired: retired)
        guard check.problems.isEmpty, !dryRun else {
            return Adoption(previous: live, commit: target, changes: check.changes, problems: check.problems, isDryRun: dryRun)
        }
        CrashPoint.reach("adopt.checked")
        let labelled = try await labelled(contents, check.labels, at: target)
        if !labelled.isEmpty {
            guard target == main else {
                let problems = labelled.map { change in
                    FileProblem(path: change.path, finding: Finding("E60", "/version", "the version is the live one", hint: "raise it in the commit, or adopt main"))
                }
                return Adoption(previous: live, commit: target, changes: check.changes, problems: problems, isDryRun: false)
            }
            target = try await commitLabels(labelled, on: target)
            contents = try await reader.contents(of: target, knowing: contents)
        }
        if target != live {
            CrashPoint.reach("adopt.live.before")
            do {
                try await repository.update(liveRef, from: live, to: target, by: attribution, reason: "adopt")
            } catch GitError.refMoved {
                throw AdoptionError.liveMoved
            }
            CrashPoint.reach("adopt.live.moved")
            serve(contents, at: target, fitting: check.signatures)
            CrashPoint.reach("adopt.snapshot.swapped")
        }
        return Adoption(previous: live, commit: target, changes: check.changes, problems: [], isDryRun: false)
    }

    /// The skill files whose text must name another version.
    private func labelled(_ contents: CommitReader.Contents, _ labels: [String: SemanticVersion], at commit: CommitID) async throws -> [Change] {
        var changes: [Change] = []
        for (name, reading) in contents.skills.sorted(by: { $0.key < $1.key }) {
            guard let skill = reading.document.value, let label = labels[name], skill.version != label else { continue }
            guard let bytes = try await repository.file(reading.path, at: commit) else { continue }
            changes.append(.write(reading.path, try VersionText.setting(label, in: bytes, skill: name)))
        }
        return changes
    }

    private func commitLabels(_ changes: [Change], on base: CommitID) async throws -> CommitID {
        let names = changes.compactMap { WorkspaceLayout.skillName(atPath: $0.path) }
        let message = CommitMessage(
            subject: "Set the version of \(names.joined(separator: ", "))",
            trailers: [try Trailer("Ratchet-Adopts", base.description), try Trailer("Ratchet-Policy", "adopted by the owner")])
        let commit = try await repository.commit(on: base, changes: changes, message: message.text, author: attribution, sign: key.signer)
        CrashPoint.reach("adopt.labels.committed")
        try await moveMain(from: base, to: commit, reason: "adopt: versions")
        return commit
    }

    var attribution: Attribution {
        get throws { try Attribution(name: "Ratchet", email: "ratchet@localhost", time: time.now()) }
    }
}
