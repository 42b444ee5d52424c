import CivilTime
import JSON
import SkillLanguage
import Store

/// What becomes of a call in a dry run.
extension DryRun {
    mutating func begin(_ tasks: inout TaskGroup<Arrival>) {
        for effect in execution.takeEffects() {
            switch effect {
            case .abandon(let id):
                underWay[id] = nil
                reserved[id] = nil
                answers.removeAll { $0.id == id }
            case .call(let request):
                places[request.id] = (report.calls.count, execution.clock)
                report.calls.append(
                    DryRunReport.Call(
                        id: request.id, step: request.step, callable: request.callable.description, arguments: markers.redact(request.arguments)))
                begin(request, &tasks)
            }
        }
    }

    private mutating func begin(_ request: CallRequest, _ tasks: inout TaskGroup<Arrival>) {
        switch request.callable {
        case .skill(let name, _): call(name, request, &tasks)
        case .tool: refuse(request, "calls no tool of another server, for it may write")
        case .builtin("wait"):
            switch Wait.end(of: request.arguments, from: request.startedAt) {
            case .success(let end): answers.append((request.id, Outcome(.success([:])), end))
            case .failure(let failure): answer(request, .failure(failure))
            }
        case .builtin("memory.get"): recall(request, &tasks)
        case .builtin("llm") where !usesModels: refuse(request, "asks a model only where that is wanted, for it costs money")
        case .builtin("agent"): refuse(request, "starts no agent, for its tools may write")
        case .builtin("human"): refuse(request, "asks nobody")
        case .builtin("event"): refuse(request, "waits for no event")
        case .builtin("emit"), .builtin("memory.put"): refuse(request, "writes nothing down")
        case .builtin(let name):
            guard let callable = engine.callables[name] else {
                return answer(request, .failure(Failure("call.unavailable", "this server has no callable \"\(name)\"", retryable: false)))
            }
            guard callable.reach(of: request.arguments) == .read else { return refuse(request, "sends nothing that writes") }
            perform(request, by: callable, &tasks)
        }
    }

    // MARK: calls that are made

    private mutating func perform(_ wanted: CallRequest, by callable: any Callable, _ tasks: inout TaskGroup<Arrival>) {
        let request = wanted.limited(to: execution.remaining.less(reserved.values)).postponed(by: .zero - skipped, endingBy: end)
        let reservation = callable.reservation(of: request)
        if reservation != .none { reserved[request.id] = reservation }
        underWay[request.id] = request
        let invocation = Invocation(
            request: request, run: id, skill: skill.skill.name, idempotencyKey: "\(id)/\(request.id.path)", permits: permits, markers: markers,
            now: engine.time.now())
        tasks.addTask { .outcome(request.id, await callable.perform(invocation)) }
    }

    private mutating func recall(_ request: CallRequest, _ tasks: inout TaskGroup<Arrival>) {
        guard let key = request.arguments["key"]?.string, !key.isEmpty else {
            return answer(request, .failure(Failure("expr.type", "memory.get needs \"key\", a text that is not empty", retryable: false)))
        }
        let scope: String
        do {
            scope = try Memory.scope(of: request.arguments, skill: skill.skill.name)
        } catch {
            return answer(request, .failure(error))
        }
        underWay[request.id] = request
        tasks.addTask { [store = engine.store] in
            do {
                // Keys come in order, so the key itself is the first that begins with it.
                let found = try await store.memory(scope, prefix: key, limit: 1).first
                return .outcome(request.id, Memory.outcome(.found(found?.key == key ? found?.value : nil), of: request))
            } catch {
                return .outcome(request.id, Outcome(.failure(Failure("memory.unavailable", "\(error)", retryable: false))))
            }
        }
    }

    /// Another skill is tried in the same way, with no more than this one may do and has left.
    private mutating func call(_ name: String, _ wanted: CallRequest, _ tasks: inout TaskGroup<Arrival>) {
        guard permits.allSatisfy({ $0.allowsSkill(name) }) else {
            let message = "permits.skills of \(skill.skill.name) or of one of its callers does not name \(name)"
            return answer(wanted, .failure(Failure("skill.denied", message, retryable: false)))
        }
        guard let called = versions[name] else {
            return answer(wanted, .failure(Failure("skill.failed", "no version of \(name) was found", retryable: false)))
        }
        let input = called.skill.input.schema.applyingDefaults(to: wanted.arguments)
        if let violation = called.skill.input.schema.firstViolation(in: input) {
            return answer(wanted, .failure(Failure("skill.input", "\(name): \(violation)", retryable: false)))
        }
        let request = wanted.limited(to: execution.remaining.less(reserved.values))
        let limits = called.skill.limits.within(request.remaining, at: request.startedAt)
        reserved[request.id] = Reservation(calls: limits.calls, tokens: limits.tokens, costUSD: limits.costUSD)
        underWay[request.id] = request
        let child = DryRun(
            of: called, input: input, limits: limits, versions: versions, permits: permits + [called.skill.permits], usesModels: usesModels,
            skipped: skipped, end: end, in: engine)
        tasks.addTask {
            var child = child
            let report = await child.play()
            return .ended(request.id, report, clock: child.execution.clock)
        }
    }

    // MARK: calls that are not

    private mutating func answer(_ request: CallRequest, _ result: Result<JSON, Failure>) {
        answers.append((request.id, Outcome(result), execution.clock))
    }

    private mutating func refuse(_ request: CallRequest, _ why: String) {
        let arguments = markers.redact(request.arguments)
        let target = [arguments["method"]?.string, arguments["url"]?.string ?? arguments["name"]?.string ?? arguments["key"]?.string]
        let call = ([request.callable.description] + target.compactMap { $0 }).joined(separator: " ")
        let failure = Failure(
            Self.refusal, "\(call) was not made: a dry run \(why)", retryable: false,
            details: ["callable": .string(request.callable.description), "arguments": arguments])
        answer(request, .failure(failure))
    }

    // MARK: what people see

    func redacted(_ outcome: Outcome) -> Outcome {
        switch outcome.result {
        case .success(let value): Outcome(.success(markers.redact(value)), usage: outcome.usage)
        case .failure(let failure): Outcome(.failure(redacted(failure)), usage: outcome.usage)
        }
    }

    func redacted(_ ending: Ending) -> Ending {
        switch ending {
        case .succeeded(let output): .succeeded(markers.redact(output))
        case .failed(let failure): .failed(redacted(failure))
        case .timedOut(let failure): .timedOut(redacted(failure))
        case .cancelled: ending
        }
    }

    private func redacted(_ failure: Failure) -> Failure {
        var failure = failure
        failure.message = markers.redact(.string(failure.message)).string ?? failure.message
        failure.details = failure.details.map(markers.redact)
        return failure
    }
}
