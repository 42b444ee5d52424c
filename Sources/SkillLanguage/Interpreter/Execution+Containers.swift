import CivilTime
import JSON

/// Lists inside steps: how they start, and what their end means to the step.
extension Execution {
    /// A list ended. Its parent's step goes on, or the run's body is over.
    mutating func closed(_ id: Int, _ result: Result<JSON, Failure>) {
        guard let frame = frames[id] else { return }
        stop(id)
        frames.close(id)
        switch frame.slot {
        case .body: return bodyEnded(frame, result)
        case .cleanup: return finish()
        default: break
        }
        guard let parentID = frame.parent, let parent = frames[parentID], let step = parent.step, parent.active?.children.contains(id) == true
        else { return }
        frames.change(parentID) { frame in frame.active?.children.removeAll { $0 == id } }
        inherit(parentID, from: frame)
        switch (frame.slot, result) {
        case (.branch(let name), _): branchEnded(name, result, step, parentID)
        case (.item(let index), _): itemEnded(index, result, frame, step, parentID)
        case (.round, .success(let value)): roundEnded(value, frame, step, parentID)
        case (.clause, .success(let value)): keepCaught(value, parentID)
        case (_, .success(let value)): complete(step: parentID, raw: value)
        case (_, .failure(let failure)): stepFailed(parentID, failure)
        }
    }

    /// What a list leaves behind: the clock always, variables unless it had a copy, step values only from `do`.
    private mutating func inherit(_ parent: Int, from child: Frame) {
        if let now = frames[parent]?.scope.now { frames.change(parent) { $0.scope.now = max(now, child.scope.now) } }
        switch child.slot {
        case .branch, .item: break
        case .sequence:
            frames.change(parent) { $0.scope.vars = child.scope.vars }
            frames.change(parent) { $0.scope.steps = child.scope.steps }
        default: frames.change(parent) { $0.scope.vars = child.scope.vars }
        }
    }

    private mutating func keepCaught(_ value: JSON, _ id: Int) {
        guard let step = frames.read(id, { $0.step }) else { return }
        keep(value, step, id)
    }

    // MARK: parallel

    private mutating func branchEnded(_ name: String, _ result: Result<JSON, Failure>, _ step: Step, _ id: Int) {
        guard case .parallel(let parallel) = step.verb, case .branches(var branches)? = frames[id]?.active?.work else { return }
        guard let value = member(result, parallel.errors, id) else { return }
        for i in branches.indices where branches[i].name == name { branches[i].value = value }
        frames.change(id) { $0.active?.work = .branches(branches) }
        let values = branches.compactMap { branch in branch.value.map { (branch.name, $0) } }
        if values.count == branches.count { complete(step: id, raw: .object(JSON.Object(values))) }
    }

    /// The member's place in the container's value; nil after it failed the whole step.
    private mutating func member(_ result: Result<JSON, Failure>, _ errors: MemberErrors, _ id: Int) -> JSON? {
        switch (result, errors) {
        case (.success(let value), .fail): return value
        case (.success(let value), .collect): return ["ok": true, "value": value]
        case (.failure(let failure), .collect) where failure.matches("*"): return ["ok": false, "error": failure.json]
        case (.failure(let failure), _):
            stepFailed(id, failure)
            return nil
        }
    }

    // MARK: each

    mutating func startItems(_ each: Each, in frame: Frame, _ id: Int) throws(Failure) {
        let items = try each.items.evaluate(in: names(frame))
        guard let all = items.array else { throw Failure("expr.type", "\"in\" must yield a list") }
        guard all.count <= each.maxItems else {
            throw Failure("each.too_many", "\(all.count) items, at most \(each.maxItems) are allowed", retryable: false)
        }
        guard !all.isEmpty else { return complete(step: id, raw: .array([])) }
        frames.change(id) { $0.active?.work = .items(Active.Items(all: all)) }
        itemValues[id] = Array(repeating: .null, count: all.count)
        startMoreItems(each, id)
    }

    private mutating func startMoreItems(_ each: Each, _ id: Int) {
        guard let frame = frames[id], let path = frame.active?.path, case .items(var items)? = frame.active?.work else { return }
        while items.running < each.concurrency, items.next < items.all.count {
            let index = items.next
            items.next += 1
            items.running += 1
            var scope = frame.scope
            scope.locals += [(each.name, items.all[index]), ("index", .int(Int64(index)))]
            frames.change(id) { $0.active?.work = .items(items) }
            open(each.steps, slot: .item(index), parent: id, path: "\(path)[\(index)]", scope: scope)
        }
    }

    private mutating func itemEnded(_ index: Int, _ result: Result<JSON, Failure>, _ child: Frame, _ step: Step, _ id: Int) {
        guard case .each(let each) = step.verb, case .items(var items)? = frames[id]?.active?.work else { return }
        guard let value = member(yielded(each.yield, result, child), each.errors, id) else { return }
        itemValues[id]?[index] = value
        items.running -= 1
        items.ended += 1
        frames.change(id) { $0.active?.work = .items(items) }
        if items.ended == items.all.count {
            complete(step: id, raw: .array(itemValues.removeValue(forKey: id) ?? []))
        } else {
            startMoreItems(each, id)
        }
    }

    private func yielded(_ template: Template?, _ result: Result<JSON, Failure>, _ child: Frame) -> Result<JSON, Failure> {
        guard let template, case .success = result else { return result }
        return Result { () throws(Failure) in try template.evaluate(in: names(child)) }
    }

    // MARK: repeat

    mutating func startRound(_ id: Int) {
        guard let frame = frames[id], case .loop(let loop)? = frame.step?.verb, let active = frame.active, case .rounds(let rounds) = active.work
        else { return }
        var scope = rounds.scope
        scope.vars = frame.scope.vars
        scope.now = frame.scope.now
        scope.locals += [("iteration", .int(Int64(rounds.iteration))), ("prev", .object(rounds.previous))]
        open(loop.steps, slot: .round, parent: id, path: "\(active.path)[\(rounds.iteration)]", scope: scope)
    }

    private mutating func roundEnded(_ last: JSON, _ child: Frame, _ step: Step, _ id: Int) {
        guard case .loop(let loop) = step.verb, case .rounds(var rounds)? = frames[id]?.active?.work else { return }
        do {
            rounds.value = try yielded(loop.yield, .success(last), child).get()
            if let until = loop.until {
                if try until.holds(in: names(child)) { return complete(step: id, raw: rounds.value) }
            }
        } catch {
            return stepFailed(id, error)
        }
        rounds.iteration += 1
        let own = Set(loop.steps.map(\.id))
        rounds.previous = JSON.Object(child.scope.steps.filter { own.contains($0.0) })
        frames.change(id) { $0.active?.work = .rounds(rounds) }
        if rounds.iteration < loop.most {
            guard let delay = loop.delay else { return startRound(id) }
            setTimer(.round, frame: id, at: clock + delay)
        } else if loop.keepWhenExhausted || loop.until == nil {
            complete(step: id, raw: rounds.value)
        } else {
            stepFailed(id, Failure("repeat.exhausted", "\(loop.most) rounds ran and the condition never held", retryable: false))
        }
    }
}
