import CivilTime
import JSON
package import SkillLanguage
package import Store

/// A wish to repeat a run.
package struct RetryRequest: Sendable, Equatable {
    package enum Target: Sendable, Equatable {
        /// The versions the run was pinned to.
        case pinned
        /// What is live now, callees too.
        case live
        /// A version by its id, and the callees that are live now.
        case version(String)
    }

    /// A step's id or a path: what came before its first entry is kept. Nil: what came before the call that failed.
    package var from: String?
    package var target = Target.pinned

    package init(from: String? = nil, target: Target = .pinned) {
        self.from = from
        self.target = target
    }
}

/// Repeating runs from somewhere in their middle.
extension Engine {
    /// A repetition that is ready to be created.
    package struct PreparedRetry: Sendable {
        package let plan: ForkPlan
        package let skill: String
        package let version: SemanticVersion
        let run: NewRun
        let lineage: NewLineage
        /// Those it pins that the store may not have yet.
        let versions: [PublishedSkill]
    }

    /// Finds out what a repetition keeps and does again. Nothing is written.
    /// - Throws: `EngineError.notRepeatable`, and what a start throws. A version that takes another way is told by the plan.
    package func prepareRetry(of origin: RunRecord, _ request: RetryRequest) async throws -> PreparedRetry {
        guard !isStopping else { throw EngineError.stopping }
        try await checkRepeatable(origin, request)
        let (published, pins, versions) = try await target(of: origin, request.target)
        let input = published.skill.input.schema.applyingDefaults(to: try JSON(parsing: origin.input))
        let violations = published.skill.input.schema.validate(input)
        guard violations.isEmpty else {
            throw EngineError.invalidInput(
                skill: published.skill.name, findings: violations.map { Finding("E23", $0.instance.description, $0.message) })
        }
        let journal = try await store.journal(of: origin.key.rowID)
        let before = try await cut(journal, of: origin, request.from)
        let now = time.now()
        var run = try newRun(published, pins: pins, input: input, at: now)
        run.trigger = .manual
        run.priority = origin.priority
        let attempt = (try await store.lineage(of: origin.key.rowID)?.attempt ?? 1) + 1
        let kept = journal.outcomes(before: before).count
        let ancestry = try await ancestry(of: origin.key.rowID).succeeded(by: origin.summary, kept: kept)
        let plan = try ForkPlan(
            journal, before: before, of: ancestry, in: execution(of: run, published, input: input, attempt: attempt, ancestry: ancestry))
        return PreparedRetry(
            plan: plan, skill: published.skill.name, version: published.label, run: run,
            lineage: NewLineage(origin: origin.key.rowID, before: before, fromStep: request.from, attempt: attempt), versions: versions)
    }

    /// Creates the repetition and drives it.
    /// - Throws: `EngineError.diverged` when not all outcomes can be kept.
    package func retry(_ prepared: PreparedRetry) async throws -> RunRecord {
        if let problem = prepared.plan.problem { throw EngineError.diverged(problem) }
        for version in prepared.versions { try await remember(version) }
        let record = try await store.fork(prepared.run, prepared.lineage)
        notice(record.effects)
        if !record.existed, record.state == .running { await resume([record.key]) }
        return record
    }

    private func checkRepeatable(_ origin: RunRecord, _ request: RetryRequest) async throws {
        guard origin.state.isTerminal else {
            throw EngineError.notRepeatable("run \(origin.id) is \(origin.state.rawValue); wait for its end or cancel it, then repeat it")
        }
        if let root = origin.root {
            let root = try await store.run(row: root)
            throw EngineError.notRepeatable("run \(origin.id) was called by another; repeat run \(root.id) at the top")
        }
        guard request.from != nil || [.failed, .timedOut, .quarantined].contains(origin.state) else {
            throw EngineError.notRepeatable("run \(origin.id) did not fail (\(origin.state.rawValue)); say from which step to repeat it")
        }
    }

    private func target(of origin: RunRecord, _ target: RetryRequest.Target) async throws -> (PublishedSkill, Pins, [PublishedSkill]) {
        let still = skills.still
        let published: PublishedSkill?
        switch target {
        case .pinned:
            published = try await skills.version(origin.versionID)
            // Its pins have been in the store since it began.
            if let published { return (published, Pins(json: try JSON(parsing: origin.pins)), []) }
        case .live: published = still.live(origin.skill)
        case .version(let id): published = try await skills.version(id)
        }
        guard let published, published.skill.name == origin.skill else {
            switch target {
            case .live: throw EngineError.unknownSkill(origin.skill, nearest: nil)
            case .pinned: throw EngineError.notRepeatable("the version \(origin.versionID) of \(origin.skill) cannot be loaded")
            case .version(let id): throw EngineError.notRepeatable("there is no version \(id) of \(origin.skill)")
            }
        }
        do {
            let versions = try Pins.resolve(published, in: still)
            return (published, Pins(versions), Array(versions.values))
        } catch {
            throw EngineError.unresolved(error)
        }
    }

    private func cut(_ journal: [JournalRecord], of origin: RunRecord, _ from: String?) async throws -> Int {
        guard let from else {
            let failure = try origin.error.flatMap { OutcomeRecord.decode(try JSON(parsing: $0)) }
            let cleanup = try await skills.version(origin.versionID)?.skill.cleanup.map(\.id) ?? []
            return ForkCut.atFailure(failure, in: journal, cleanup: Set(cleanup))
        }
        guard let cut = ForkCut.before(from, in: journal) else {
            let places = ForkCut.places(in: journal)
            let known = places.isEmpty ? "it made no call" : "it did something at \(places.joined(separator: ", "))"
            throw EngineError.notRepeatable("run \(origin.id) did nothing at \"\(from)\"; \(known)")
        }
        return cut
    }

    private func execution(of run: NewRun, _ published: PublishedSkill, input: JSON, attempt: Int, ancestry: Ancestry) -> Execution {
        let skill = published.skill
        let facts = RunFacts(
            id: run.id, skill: run.skill, version: published.label.description, scheduledAt: ancestry.scheduledAt, attempt: attempt,
            services: skill.services)
        return Execution(
            skill: skill, input: input, config: skill.configuration(), facts: facts, secrets: SecretMarkers(nonce: 0).names(skill.secrets),
            seed: seed(of: run.id), at: ancestry.lives.first?.start ?? run.createdAt)
    }
}
