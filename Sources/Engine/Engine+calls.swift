import CivilTime
import JSON
import SkillLanguage
import Store

/// How a call is made.
extension Engine {
    func reach(of request: CallRequest) -> Reach {
        guard case .builtin(let name) = request.callable else { return .read }
        return callables[name]?.reach(of: request.arguments) ?? .read
    }

    /// Nil when the call did not end because the server stops.
    func perform(_ request: CallRequest, of run: LiveRun, markers: SecretMarkers) async -> Outcome? {
        switch request.callable {
        case .skill(let name, _):
            guard run.permits.allSatisfy({ $0.allowsSkill(name) }) else {
                let message = "permits.skills of \(run.record.skill) or of one of its callers does not name \(name)"
                return Outcome(.failure(Failure("skill.denied", message, retryable: false)))
            }
            return await call(skill: name, request, of: run, markers: markers)
        case .builtin(let name):
            guard let callable = callables[name] else {
                return Outcome(.failure(Failure("call.unavailable", "this server has no callable \"\(name)\"", retryable: false)))
            }
            let outcome = await callable.perform(
                Invocation(
                    request: request, run: run.record.id, skill: run.record.skill, idempotencyKey: run.idempotencyKey(request.id), permits: run.permits,
                    markers: markers, now: time.now()))
            return Task.isCancelled ? nil : outcome
        case .tool(let server, _):
            return Outcome(.failure(Failure("mcp.connect", "no MCP server \"\(server)\" is configured", retryable: false)))
        }
    }

    /// Runs another skill as a child run, once for each try of the step: a child that exists already is resumed or read.
    private func call(skill name: String, _ request: CallRequest, of parent: LiveRun, markers: SecretMarkers) async -> Outcome? {
        do {
            guard let pinned = parent.pins.versions[name], let published = try await skills.version(pinned) else {
                return Outcome(.failure(Failure("skill.failed", "the pinned version of \(name) cannot be loaded", retryable: false)))
            }
            let input = published.skill.input.schema.applyingDefaults(to: request.arguments)
            if let violation = published.skill.input.schema.firstViolation(in: input) {
                return Outcome(.failure(Failure("skill.input", "\(name): \(violation)", retryable: false)))
            }
            var child = try newRun(published, pins: parent.pins, input: input, at: request.startedAt)
            child.parent = NewRun.Parent(row: parent.record.key.rowID, path: request.id.path, attempt: request.id.attempt)
            child.root = parent.record.root ?? parent.record.key.rowID
            var record = try await store.createRun(child)
            if let ending = try ending(of: record) { return outcome(ending, record) }
            if record.existed, let key = try await store.takeOver([record.key.rowID]).first { record = record.held(by: key) }
            let live = LiveRun(
                record: record, published: published, pins: parent.pins, permits: parent.permits + [published.skill.permits],
                limits: published.skill.limits.within(request.remaining, at: request.startedAt), isResumed: record.existed, mailbox: Mailbox())
            let ending = await withTaskCancellationHandler {
                await runToEnd(live)
            } onCancel: {
                live.mailbox.send(.cancel(reason: "the calling step ended"))
            }
            guard let ending else { return nil }
            return outcome(ending, try await store.run(row: record.key.rowID))
        } catch let failure as Failure {
            return Outcome(.failure(failure))
        } catch {
            return Outcome(.failure(Failure("skill.failed", "\(name) could not be started: \(error)", retryable: false)))
        }
    }

    private func outcome(_ ending: Ending, _ record: RunRecord) -> Outcome {
        Outcome(ending.outcome, usage: record.usage.spent)
    }

    /// How a recorded run ended; nil while it is open.
    private func ending(of record: RunRecord) throws -> Ending? {
        guard record.state.isTerminal else { return nil }
        switch record.state {
        case .succeeded: return .succeeded(try JSON(parsing: record.output ?? Array("null".utf8)))
        case .skipped:
            return .failed(Failure("skill.conflict", "another run of \(record.skill) with the same key is open", retryable: false))
        default:
            let failure = try record.error.flatMap { OutcomeRecord.decode(try JSON(parsing: $0)) }
            return .failed(failure ?? Failure(record.errorType ?? "skill.failed", "the run is \(record.state.rawValue)", retryable: false))
        }
    }
}
