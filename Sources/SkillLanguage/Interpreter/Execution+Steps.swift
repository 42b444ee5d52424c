import CivilTime
import JSON

/// The life of one step: condition, verb, shape, catch.
extension Execution {
    /// Adds a list and puts it on the agenda.
    @discardableResult
    mutating func open(_ steps: [Step], slot: Frame.Slot, parent: Int?, path: String, scope: StepScope) -> Int {
        let id = nextFrame
        nextFrame += 1
        frames.open(id, Frame(parent: parent, slot: slot, steps: steps, path: path, scope: scope))
        if let parent { frames.change(parent) { $0.active?.children.append(id) } }
        agenda.append(.proceed(frame: id))
        return id
    }

    /// Runs the list from its position until a step has to wait.
    mutating func proceed(_ id: Int) {
        while isIdle(id), let frame = frames[id] {
            guard let step = frame.step else {
                agenda.append(.ended(frame: id, .success(frame.last)))
                return
            }
            begin(step, in: frame, id)
            if ending != nil { return }
        }
    }

    /// Whether the list is there and at no step.
    private func isIdle(_ id: Int) -> Bool {
        frames.read(id) { $0.active == nil } ?? false
    }

    func names(_ frame: Frame) -> Names { Names(constants: constants, scope: frame.scope) }

    private mutating func begin(_ step: Step, in frame: Frame, _ id: Int) {
        let path = frame.path.isEmpty ? step.id : frame.path + "/" + step.id
        frames.change(id) { $0.active = Active(path: path) }
        do {
            if let when = step.when {
                let holds = try when.holds(in: names(frame))
                trace?.branches.insert("\(step.pointer)/when \(holds)")
                guard holds else { return skip(id) }
            }
            trace?.ran.insert(step.id)
            if let timeout = step.timeout {
                let deadline = clock + timeout
                frames.change(id) { $0.active?.deadline = deadline }
                setTimer(.timeout, frame: id, at: deadline)
            }
            try perform(step, in: frame, id, path)
        } catch {
            stepFailed(id, error)
        }
    }

    private mutating func perform(_ step: Step, in frame: Frame, _ id: Int, _ path: String) throws(Failure) {
        switch step.verb {
        case .call(let call):
            let arguments = try call.arguments.evaluate(in: names(frame))
            trace?.calls[step.id] = arguments
            let isEvent = call.callable == .builtin("event")
            let bound = isEvent ? try EventCondition.capture(arguments, in: names(frame)) : arguments
            frames.change(id) { $0.active?.work = .call(arguments: bound, attempt: 0) }
            startAttempt(id)
        case .set(let assignments):
            let before = names(frame)
            var vars = frame.scope.vars
            for (name, template) in assignments { vars[name] = try template.evaluate(in: before) }
            frames.change(id) { $0.scope.vars = vars }
            complete(step: id, raw: .null)
        case .sequence(let steps):
            open(steps, slot: .sequence, parent: id, path: path, scope: frame.scope)
        case .choose(let choice):
            try choose(choice, step, in: frame, id, path)
        case .parallel(let parallel):
            frames.change(id) { frame in frame.active?.work = .branches(parallel.branches.map { ($0.name, nil) }) }
            for (name, steps) in parallel.branches { open(steps, slot: .branch(name), parent: id, path: path, scope: frame.scope) }
        case .each(let each):
            try startItems(each, in: frame, id)
        case .loop:
            frames.change(id) { $0.active?.work = .rounds(Active.Rounds(scope: frame.scope)) }
            startRound(id)
        case .give(let template):
            let output = try template.evaluate(in: names(frame))
            conclude(checked(output))
        case .fail(let fail):
            let names = names(frame)
            let message = try fail.message.evaluate(in: names)
            let details = try fail.details?.evaluate(in: names)
            throw Failure(fail.type, message.string ?? message.text(.compact), retryable: false, details: details)
        }
    }

    private mutating func choose(_ choice: Choice, _ step: Step, in frame: Frame, _ id: Int, _ path: String) throws(Failure) {
        for (i, arm) in choice.cases.enumerated() {
            guard try arm.when.holds(in: names(frame)) else { continue }
            trace?.branches.insert("\(step.pointer)/switch/cases/\(i)")
            open(arm.steps, slot: .arm, parent: id, path: path, scope: frame.scope)
            return
        }
        trace?.branches.insert("\(step.pointer)/switch/else")
        if let otherwise = choice.otherwise {
            open(otherwise, slot: .arm, parent: id, path: path, scope: frame.scope)
        } else {
            complete(step: id, raw: .null)
        }
    }

    private mutating func skip(_ id: Int) {
        frames.change(id) { $0.goOn(from: .null) }
    }

    /// The verb is done: reshape its value, keep it, go on.
    mutating func complete(step id: Int, raw: JSON) {
        guard let step = frames.read(id, { $0.step }) else { return }
        do {
            keep(try shaped(raw, by: step, id), step, id)
        } catch {
            stepFailed(id, error)
        }
    }

    /// Apart, so that nothing else holds the list's scope when the value is put into it.
    private func shaped(_ raw: JSON, by step: Step, _ id: Int) throws(Failure) -> JSON {
        guard let shape = step.shape, let frame = frames[id] else { return raw }
        return try shape.evaluate(in: names(frame).adding("out", raw))
    }

    mutating func keep(_ value: JSON, _ step: Step, _ id: Int) {
        clearTimers(of: id)
        frames.change(id) { $0.keep(value, of: step) }
        agenda.append(.proceed(frame: id))
    }

    /// The step failed: stop what it still does, then the first clause that catches it answers, else its list fails.
    mutating func stepFailed(_ id: Int, _ cause: Failure) {
        guard let frame = frames[id], let step = frame.step, let active = frame.active else { return }
        stop(id)
        var failure = cause
        if failure.step == nil { failure.step = step.id }
        guard active.caught == nil, let clause = step.catches.first(where: { $0.catches(failure) }) else {
            return agenda.append(.ended(frame: id, .failure(failure)))
        }
        trace?.branches.insert(clause.pointer)
        let names = names(frame).adding("error", failure.json)
        switch clause.answer {
        case .value(let template):
            do {
                keep(try template.evaluate(in: names), step, id)
            } catch {
                agenda.append(.ended(frame: id, .failure(error)))
            }
        case .steps(let steps):
            frames.change(id) { $0.active = Active(path: active.path, caught: failure) }
            open(steps, slot: .clause, parent: id, path: active.path, scope: names.scope)
        }
    }

    /// Abandons the calls, timers and lists below the list's current step.
    mutating func stop(_ id: Int) {
        clearTimers(of: id)
        if !itemValues.isEmpty { itemValues[id] = nil }
        guard let active = frames.read(id, { $0.active }) else { return }
        for child in active.children where frames.contains(child) {
            stop(child)
            frames.close(child)
        }
        frames.change(id) { $0.active?.children = [] }
        if case .call(_, let attempt) = active.work {
            let call = CallID(path: active.path, attempt: attempt)
            if calls.removeValue(forKey: call) != nil { effects.append(.abandon(call)) }
        }
    }
}
