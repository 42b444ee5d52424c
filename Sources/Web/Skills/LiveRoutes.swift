import CivilTime
import Engine
import Git
import JSON
import Registry
import ServiceLifecycle
import SkillLanguage
import Store
import Workspace

/// What is live, and beside it what was to replace it and could not; also for those that follow it.
struct LiveRoutes: Sendable {
    let backend: Backend

    var routes: [Route] { [Route(.get, "/live", needs: .viewer, query: ["known", "wait"], answer: show)] }

    /// With `wait`, answers once another commit than the known one is live or that many seconds are over, whichever comes first.
    private func show(_ question: Question) async throws -> Answer {
        let known = question.query.text("known")
        if let patience = try question.query.whole("wait", in: 0...30), let known {
            let end = backend.now + .seconds(patience)
            await cancelWhenGracefulShutdown { await backend.liveChanges.wait(known: known, until: end) }
        }
        return try await answer()
    }

    /// Skills, then loops, by name. A document that is not live is there when something keeps it out.
    private func answer() async throws -> Answer {
        let registry = backend.registry, snapshot = registry.snapshot
        var rejected: [String: [JSON]] = [:]
        for problem in snapshot.problems { rejected[problem.path, default: []].append(Self.rejection(problem.json, snapshot.commit, nil)) }
        for proposal in try await backend.store.proposals([.open], proposer: nil, after: nil, limit: 200).items {
            guard let tip = try await registry.tip(of: proposal) else { continue }
            for finding in try JSON(stored: proposal.evidence)["findings"]?.array ?? [] where finding["severity"] == "error" {
                rejected[Self.document(finding["path"]?.string ?? ""), default: []].append(Self.rejection(finding, tip, proposal.id))
            }
        }
        let skills = Set(snapshot.skills.keys.map(WorkspaceLayout.skillPath)).union(rejected.keys.filter { !$0.hasPrefix("cron/") })
        let loops = Set(snapshot.loops.keys.map(WorkspaceLayout.loopPath)).union(rejected.keys.filter { $0.hasPrefix("cron/") })
        var items: [JSON] = skills.sorted().map { path in
            let name = WorkspaceLayout.skillName(atPath: path), published = name.flatMap { snapshot.skills[$0] }
            return Self.standing("skill", name ?? path, published?.label.description, published?.id, published?.commit, rejected[path])
        }
        for path in loops.sorted() {
            let name = WorkspaceLayout.loopName(atPath: path), loop = name.flatMap { snapshot.loops[$0] }
            let version = loop.map { ContentHash.of($0.document) }
            items.append(Self.standing("loop", name ?? path, nil, version, loop.flatMap { _ in snapshot.commit?.description }, rejected[path]))
        }
        return .list(
            items, beside: ["commit": .text(snapshot.commit?.description), "repository": .array(registry.troubles.map(\.json))])
    }

    /// The document that a file belongs to.
    private static func document(_ path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "skills" ? WorkspaceLayout.skillPath(String(parts[1])) : path
    }

    private static func standing(
        _ kind: String, _ name: String, _ version: String?, _ id: String?, _ commit: String?, _ rejected: [JSON]?
    ) -> JSON {
        [
            "kind": .string(kind), "name": .string(name), "version": .text(version), "version_id": .text(id), "commit": .text(commit),
            "rejected": .array(rejected ?? []),
        ]
    }

    private static func rejection(_ finding: JSON, _ commit: CommitID?, _ proposal: String?) -> JSON {
        var object = finding.object ?? [:]
        object["commit"] = .text(commit?.description)
        object["proposal"] = .text(proposal)
        return .object(object)
    }
}
