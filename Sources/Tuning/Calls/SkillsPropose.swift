import CivilTime
package import Engine
package import JSON
package import Registry
package import SkillLanguage
package import Store
package import Workspace

/// `skills.propose`: a change of a live skill, or a new one, through the one door. It always waits for a person.
///
/// The run is the proposer, under no token. The proposal keeps the key of the call, so a call that is made again after a crash finds it.
package struct SkillsPropose: Callable {
    package let name = "skills.propose"
    private let registry: Registry
    private let store: any Store
    private let policy: @Sendable () -> ChangePolicy
    private let time: any TimeSource

    /// - Parameter policy: asked at each call.
    package init(registry: Registry, store: any Store, policy: @escaping @Sendable () -> ChangePolicy, time: any TimeSource) {
        self.registry = registry
        self.store = store
        self.policy = policy
        self.time = time
    }

    package func reach(of arguments: JSON) -> Reach { .idempotentWrite }

    package func perform(_ invocation: Invocation) async -> Outcome {
        await .of(name) {
            if let known = try await store.proposal(ofCall: invocation.idempotencyKey) { return try Self.answer(known) }
            let wanted = try Wanted(invocation, registry)
            let run = try await store.run(invocation.run)
            let proposer = RunProposer.holder(skill: run.skill, version: run.version)
            if let rejected = try await rejection(of: wanted, by: run.skill) { throw rejected }
            do {
                var set = try ChangeSet(changes: wanted.changes, reason: wanted.reason, model: wanted.model)
                if let same = try await openTwin(of: set, by: proposer) { return try Self.answer(same) }
                set.origin = try await origin(of: wanted, run, invocation)
                return try await registry.propose(set, by: proposer, policy: policy()).json
            } catch let error as ProposalError {
                throw Failure("skills.\(error.code)", error.description, retryable: false)
            }
        }
    }

    private func origin(of wanted: Wanted, _ run: RunRecord, _ invocation: Invocation) async throws -> Origin {
        let step = try await registry.version(run.versionID)?.skill.allSteps.first { $0.id == invocation.request.step }
        let taint = try Taint.sources(of: run, try await store.journal(of: run.key.rowID), proposing: step)
        return Origin(
            run: run.id, skill: run.skill, version: run.version, versionID: run.versionID, call: invocation.idempotencyKey, taint: taint,
            patch: wanted.patch, supporting: wanted.supporting, opposing: wanted.opposing)
    }

    /// A change that a person rejected is not proposed again for a while.
    private func rejection(of wanted: Wanted, by proposer: String) async throws -> Failure? {
        let all = try await Rejections(store: store).of(wanted.skill, by: proposer, now: time.now())
        let rejected = all.first { $0.isSame(wanted.patch, wanted.changes) }
        guard let rejected else { return nil }
        let note = rejected.note.map { ": \($0)" } ?? ""
        return Failure(
            "skills.rejected_before", "this change was rejected at \(rejected.at.rfc3339) (proposal \(rejected.proposal))\(note)", retryable: false)
    }

    /// The same change, proposed by an earlier run and still open.
    private func openTwin(of set: ChangeSet, by proposer: TokenHolder) async throws -> Proposal? {
        let open = try await store.proposals([.open], proposer: proposer.id, after: nil, limit: 100).items
        return try open.first { $0.expiresAt > time.now() ? try JSON(parsing: $0.changes) == set.json : false }
    }

    /// As `ProposalResult` answered when it was made.
    private static func answer(_ proposal: Proposal) throws -> JSON {
        let evidence = try JSON(parsing: proposal.evidence)
        let versions = (evidence["changes"]?.array ?? []).map { change -> JSON in
            ["path": change["path"] ?? .null, "version": change["version"] ?? .null, "version_id": change["version_id"] ?? .null]
        }
        return [
            "status": "pending", "proposal": .string(proposal.id), "versions": .array(versions), "problems": evidence["findings"] ?? [],
            "decision": ["outcome": "pending", "reasons": ["it was proposed before and waits for a person, or was decided"]],
            "evidence_hash": .string(proposal.evidenceHash), "commit": .null, "dry_run": false,
        ]
    }
}

/// What a `skills.propose` call asks for.
private struct Wanted {
    let skill: String
    /// An array of `{path, document, base}`.
    let changes: JSON
    /// Nil for a whole document.
    let patch: JSON?
    let reason: String
    let model: String?
    let supporting: [String]
    let opposing: [String]

    init(_ invocation: Invocation, _ registry: Registry) throws(Failure) {
        let arguments = TuningArguments(invocation), json = invocation.arguments
        let variation = try arguments.variation()
        let document: JSON, live: PublishedSkill?
        if let whole = json["document"] {
            guard variation == nil else { throw arguments.wrong("give \"document\", \"config\" or \"patch\", and only one of them") }
            guard whole.object != nil, let name = whole["skill"]?.string, SkillName.isValid(name) else {
                throw arguments.wrong("\"document\" must be a skill document with its name in \"skill\"")
            }
            guard json["skill"].map({ $0.string == name }) ?? true else { throw arguments.wrong("\"skill\" is not the name in the document") }
            try Subject.allow(name, to: invocation)
            (skill, document, live, patch) = (name, whole, registry.live(name), nil)
        } else if let variation {
            let subject = try Subject(of: invocation, among: registry)
            (skill, document, live) = (subject.name, try variation.document(of: subject.skill), subject.published)
            patch = variation.operations
        } else {
            throw arguments.wrong("\"config\", \"patch\" or \"document\" is missing")
        }
        guard skill != invocation.skill else {
            throw Failure("skills.denied", "a skill does not change itself: \(skill) proposes a change of \(skill)", retryable: false)
        }
        let base = json["base"]?.string ?? live?.id
        changes = [["path": .string(WorkspaceLayout.skillPath(skill)), "document": document, "base": base.map(JSON.string) ?? .null]]
        reason = json["reason"]?.string ?? ""
        model = json["model"]?.string
        supporting = try arguments.texts("for", in: json["runs"] ?? [:])
        opposing = try arguments.texts("against", in: json["runs"] ?? [:])
    }
}
