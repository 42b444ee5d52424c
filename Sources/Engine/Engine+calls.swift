import CivilTime
import CrashPoints
import JSON
import SkillLanguage
import Store

/// How a call is made.
extension Engine {
    func reservation(of request: CallRequest) -> Reservation {
        guard case .builtin(let name) = request.callable else { return .none }
        return callables[name]?.reservation(of: request) ?? .none
    }

    /// Nil when the call did not end because the server stops.
    func perform(_ request: CallRequest, of run: LiveRun, markers: SecretMarkers) async -> Outcome? {
        switch request.callable {
        case .builtin(let name):
            guard let callable = callables[name] else { return nil }
            CrashPoint.reach("engine.call.before")
            let outcome = await callable.perform(
                Invocation(
                    request: request, run: run.id, skill: run.name, idempotencyKey: run.idempotencyKey(request.id), permits: run.permits,
                    markers: markers, now: time.now()))
            CrashPoint.reach("engine.call.returned")
            return Task.isCancelled ? nil : outcome
        case .tool(let server, _):
            return Outcome(.failure(Failure("mcp.connect", "no MCP server \"\(server)\" is configured", retryable: false)))
        case .skill: return nil
        }
    }

    /// Runs another skill as a run of its own, one for each try of the step: one that exists already is not started again.
    /// - Returns: the outcome when it is known at once; nil when the run is under way and tells its caller when it ends.
    func startChild(_ name: String, _ request: CallRequest, of parent: LiveRun) async -> Outcome? {
        guard parent.permits.allSatisfy({ $0.allowsSkill(name) }) else {
            let message = "permits.skills of \(parent.name) or of one of its callers does not name \(name)"
            return Outcome(.failure(Failure("skill.denied", message, retryable: false)))
        }
        guard let published = parent.callees[name] else {
            return Outcome(.failure(Failure("skill.failed", "the pinned version of \(name) cannot be loaded", retryable: false)))
        }
        let input = published.skill.input.schema.applyingDefaults(to: request.arguments)
        if let violation = published.skill.input.schema.firstViolation(in: input) {
            return Outcome(.failure(Failure("skill.input", "\(name): \(violation)", retryable: false)))
        }
        do {
            let limits = published.skill.limits.within(request.remaining, at: request.startedAt)
            var child = try newRun(published, pins: parent.pins, input: input, at: max(request.startedAt, time.now()))
            child.parent = NewRun.Parent(row: parent.row, path: request.id.path, attempt: request.id.attempt)
            child.root = parent.record.root ?? parent.row
            child.parentClose = ParentClose(request.parentClose)
            child.priority = parent.record.priority
            child.limits = limits.stored
            child.deadlineAt = child.createdAt + limits.duration
            let missed = missedCancellations
            CrashPoint.reach("engine.child.before-creation")
            let record = try await store.createRun(child)
            CrashPoint.reach("engine.child.created")
            notice(record.effects)
            if let outcome = try outcome(of: record) { return outcome }
            if !record.existed, record.state == .running {
                enqueue(
                    LiveRun(
                        record: record, published: published, pins: parent.pins, callees: parent.callees,
                        permits: parent.permits + [published.skill.permits], limits: limits),
                    since: missed)
            }
            return nil
        } catch let failure as Failure {
            return Outcome(.failure(failure))
        } catch {
            return Outcome(.failure(Failure("skill.failed", "\(name) could not be started: \(error)", retryable: false)))
        }
    }

    /// What a called run came to; nil while it is open.
    private func outcome(of record: RunRecord) throws -> Outcome? {
        guard record.state.isTerminal else { return nil }
        let ending: Ending
        switch record.state {
        case .succeeded: ending = .succeeded(try JSON(parsing: record.output ?? Array("null".utf8)))
        case .cancelled: ending = .cancelled(reason: try failure(of: record)?.message ?? "it was queued")
        case _ where record.state == .skipped || record.errorType == "skill.conflict":
            return Outcome(.failure(Failure("skill.conflict", "another run of \(record.skill) with the same key is open", retryable: false)))
        default:
            let failure = try failure(of: record)
            ending = .failed(failure ?? Failure(record.errorType ?? "skill.failed", "the run is \(record.state.rawValue)", retryable: false))
        }
        return Outcome(ending.outcome, usage: record.usage.spent)
    }

    private func failure(of record: RunRecord) throws -> Failure? {
        try record.error.flatMap { OutcomeRecord.decode(try JSON(parsing: $0)) }
    }
}

extension ParentClose {
    init(_ rule: Call.ParentClose?) {
        switch rule {
        case nil, .cancel: self = .cancel
        case .terminate: self = .terminate
        case .abandon: self = .abandon
        }
    }
}
