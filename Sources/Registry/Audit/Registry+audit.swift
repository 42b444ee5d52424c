import Git
import JSON
import SkillLanguage
import Store

extension Registry {
    /// Computes everything again that the repository and the database say of what went live, and names what does not agree: each commit that was
    /// live since the founding, the proposals and reviews behind it, the versions that runs were pinned to. Reads all of both; changes nothing.
    package func audit() async throws -> Audit {
        var audit = Audit()
        if let live = try await repository.commit(at: liveRef) {
            let landed = try await commitsLive(upTo: live)
            for commit in landed { audit.mismatches += try await CommitAudit(of: commit, in: self).mismatches() }
            audit.commits = landed.count
            let proposals = try await liveProposals()
            audit.mismatches += Self.notLanded(proposals, among: landed)
            audit.proposals = proposals.count
        } else {
            audit.add(.ref, liveRef.description, "it is gone", means: "nobody can say what is live; `ratchet doctor` tells what to do")
        }
        let versions = try await allVersions()
        audit.versions = versions.count
        audit.mismatches += versions.compactMap(Self.mismatch)
        for (run, version) in try await store.danglingPins() {
            audit.add(.run, run, "it is pinned to version \(version.prefix(12)), which is not there", means: "what the run did cannot be repeated")
        }
        return audit
    }

    /// The first parents of the live commit, back to the founding, the latest first.
    private func commitsLive(upTo live: CommitID) async throws -> [Commit] {
        var found: [Commit] = []
        var next: CommitID? = live
        while let id = next {
            let commit = try await repository.commit(id)
            found.append(commit)
            next = LandedDecision(commit.parsedMessage) == .founding ? nil : commit.parents.first
        }
        return found
    }

    private func liveProposals() async throws -> [Proposal] {
        var all: [Proposal] = []
        var cursor: Cursor?
        repeat {
            let page = try await store.proposals([.live], proposer: nil, after: cursor, limit: 200)
            all += page.items
            cursor = page.next
        } while cursor != nil
        return all
    }

    /// Proposals that landed by their rows and not by the commits. An outside commit may lie under another one that was adopted.
    private static func notLanded(_ proposals: [Proposal], among landed: [Commit]) -> [Audit.Mismatch] {
        let commits = Dictionary(landed.map { ($0.id.description, $0.parsedMessage) }) { first, _ in first }
        return proposals.compactMap { proposal in
            let landed = proposal.closing?.landedCommit ?? "nothing"
            let problem: String
            if let message = commits[landed] {
                if message.trailer("Ratchet-Proposal") == proposal.id || LandedDecision(message) == .adoption { return nil }
                problem = "it landed as \(landed), which does not name it"
            } else {
                problem = "it landed as \(landed), which what is live does not lead to"
            }
            return Audit.Mismatch(what: .proposal, id: proposal.id, message: problem, meaning: "the live ref was moved back, or the row was changed")
        }
    }

    private func allVersions() async throws -> [Version] {
        var all: [Version] = []
        while true {
            let more = try await store.versions(after: all.last?.id, limit: 200)
            if more.isEmpty { return all }
            all += more
        }
    }

    /// Each version has the content that its id is the hash of.
    private static func mismatch(_ version: Version) -> Audit.Mismatch? {
        var id: String?
        if let json = try? JSON(parsing: version.document), let label = SemanticVersion(version.label), json["skill"]?.string == version.skill {
            id = Published.id(of: json, label: label)
        }
        guard id != version.id else { return nil }
        return Audit.Mismatch(
            what: .version, id: version.id, message: "the document of \(version.skill) \(version.label) does not have this hash",
            meaning: "the database was changed: a run of this version would not be what it was")
    }
}
