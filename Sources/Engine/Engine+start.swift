import CivilTime
import CrashPoints
import JSON
import SkillLanguage
package import Store

/// How runs begin.
extension Engine {
    /// Starts a root run of a live skill.
    /// - Returns: the run's record; with an idempotency key seen before, the first run's.
    package func start(_ request: StartRequest) async throws -> RunRecord {
        let prepared = try await prepare(request)
        let record = try await store.createRun(prepared.run)
        CrashPoint.reach("engine.start.created")
        launch(prepared, as: record)
        return record
    }

    /// A root run that is ready to be created, and what it is pinned to.
    package struct Prepared: Sendable {
        package let run: NewRun
        let published: PublishedSkill
        let pins: Pins
        let callees: [String: PublishedSkill]
        let missedCancellations: UInt64
    }

    /// Checks a wish to start a run, pins its versions, and creates nothing yet. The caller creates the run, alone or with a fire,
    /// then calls `launch`.
    package func prepare(_ request: StartRequest) async throws -> Prepared {
        guard !isStopping else { throw EngineError.stopping }
        // One look at what is live: a caller and its callee that change together are both pinned before the change, or both after it.
        let skills = skills.still
        guard let published = skills.live(request.skill) else {
            throw EngineError.unknownSkill(request.skill, nearest: skills.nearest(to: request.skill))
        }
        let input = try Self.accepted(request.input, by: published)
        let versions = try Self.pinned(published, in: skills)
        let pins = Pins(versions)
        let (now, missed) = (time.now(), missedCancellations)
        var run = try newRun(published, pins: pins, input: input, at: now)
        run.trigger = RunTrigger(request.trigger)
        run.loop = request.loop
        run.nominalAt = request.nominalAt
        run.idempotencyKey = request.idempotencyKey
        run.repetition = request.repetition
        run.priority = request.priority
        for version in versions.values { try await remember(version) }
        CrashPoint.reach("engine.start.prepared")
        let callees = versions.filter { $0.value.id != published.id }
        return Prepared(run: run, published: published, pins: pins, callees: callees, missedCancellations: missed)
    }

    /// The input with the skill's defaults, when it fits.
    static func accepted(_ input: JSON, by published: PublishedSkill) throws(EngineError) -> JSON {
        let input = published.skill.input.schema.applyingDefaults(to: input)
        let violations = published.skill.input.schema.validate(input)
        guard violations.isEmpty else {
            throw .invalidInput(skill: published.skill.name, findings: violations.map { Finding("E23", $0.instance.description, $0.message) })
        }
        return input
    }

    /// The versions that a run of the skill is pinned to.
    static func pinned(_ published: PublishedSkill, in skills: any SkillSource) throws(EngineError) -> [String: PublishedSkill] {
        do {
            return try Pins.resolve(published, in: skills)
        } catch {
            throw .unresolved(error)
        }
    }

    /// Begins to drive a run that `prepare` made and the caller created. One that existed, is queued, or was refused is left alone.
    package func launch(_ prepared: Prepared, as record: RunRecord) {
        CrashPoint.reach("engine.launch")
        notice(record.effects)
        guard !record.existed, record.state == .running else { return }
        enqueue(
            LiveRun(
                record: record, published: prepared.published, pins: prepared.pins, callees: prepared.callees,
                permits: [prepared.published.skill.permits], limits: prepared.published.skill.limits),
            since: prepared.missedCancellations)
    }

    /// The parts that root runs and child runs have in common.
    func newRun(_ published: PublishedSkill, pins: Pins, input: JSON, at now: Instant) throws(Failure) -> NewRun {
        var run = NewRun(
            id: newID(at: now), skill: published.skill.name, versionID: published.id, commit: published.commit, pins: pins.json.bytes(.compact),
            input: input.bytes(.compact), inputHash: ContentHash.of(input), trigger: .child, createdAt: now, state: .running)
        run.deadlineAt = now + published.skill.limits.duration
        if let concurrency = published.skill.concurrency {
            let key = try published.skill.concurrencyKey(for: input)
            run.concurrencyKey = "\(published.skill.name)/\(key)"
            run.concurrencyLimit = concurrency.max
            run.conflict = ConcurrencyConflict(concurrency.onConflict)
        }
        return run
    }

    func newID(at now: Instant) -> String { UUIDv7.text(at: now, random: (random(), random())) }

    /// A run's versions are in the store before the run is, so that it can always be resumed.
    func remember(_ version: PublishedSkill) async throws {
        guard !remembered.contains(version.id) else { return }
        try await store.remember(
            Version(
                id: version.id, skill: version.skill.name, label: version.label.description, document: version.skill.document.bytes(.canonical),
                commit: version.commit, seenAt: time.now()))
        // Only now: another start that finds it here goes on at once.
        remembered.insert(version.id)
    }
}

extension ConcurrencyConflict {
    init(_ conflict: Concurrency.Conflict) {
        switch conflict {
        case .queue: self = .queue
        case .skip: self = .skip
        case .cancelRunning: self = .cancelRunning
        case .fail: self = .fail
        }
    }
}

extension RunTrigger {
    init(_ trigger: StartRequest.Trigger) {
        switch trigger {
        case .manual: self = .manual
        case .schedule: self = .schedule
        case .api: self = .api
        }
    }
}
