import CEL
import JSON

/// What a skill's expressions can name, found before any of them is checked.
struct SkillOutline {
    /// Step id to the containers around the step, the outermost first.
    private(set) var holders: [String: [StepHolder]] = [:]
    /// Variable to how often the document sets it.
    private(set) var variables: [String: Int] = [:]
    /// Variable to the containers around each step that sets it, as far as the steps could be read.
    private var setters: [String: [[StepHolder]]] = [:]
    /// Steps that could not be read are known by name only.
    private var unread: Set<String> = []
    let skill: Skill

    init(of skill: Skill) {
        self.skill = skill
        visit(skill.steps, [])
        visit(skill.cleanup, [StepHolder(owner: "", kind: .cleanup)])
        collectNames(skill.document["steps"] ?? .null)
        collectNames(skill.document["finally"] ?? .null)
        unread.subtract(holders.keys)
    }

    private mutating func visit(_ steps: [Step], _ outer: [StepHolder]) {
        for step in steps {
            holders[step.id] = outer
            switch step.verb {
            case .sequence(let steps): visit(steps, outer)
            case .choose(let choice):
                for (i, arm) in choice.cases.enumerated() { visit(arm.steps, outer + [StepHolder(owner: step.id, kind: .arm(i))]) }
                if let otherwise = choice.otherwise { visit(otherwise, outer + [StepHolder(owner: step.id, kind: .arm(-1))]) }
            case .parallel(let parallel):
                for branch in parallel.branches { visit(branch.steps, outer + [StepHolder(owner: step.id, kind: .branch(branch.name))]) }
            case .each(let each): visit(each.steps, outer + [StepHolder(owner: step.id, kind: .items)])
            case .loop(let loop): visit(loop.steps, outer + [StepHolder(owner: step.id, kind: .rounds)])
            case .set(let assignments): for (name, _) in assignments { setters[name, default: []].append(outer) }
            case .call, .give, .fail: break
            }
            for (i, clause) in step.catches.enumerated() {
                if case .steps(let steps) = clause.answer { visit(steps, outer + [StepHolder(owner: step.id, kind: .clause(i))]) }
            }
        }
    }

    /// Ids and variables of all steps, those that could not be read as well.
    private mutating func collectNames(_ json: JSON) {
        switch json {
        case .array(let items): for item in items { collectNames(item) }
        case .object(let object):
            if let id = object["id"]?.string { unread.insert(id) }
            for name in object["set"]?.object?.keys ?? [] { variables[name, default: 0] += 1 }
            for (key, value) in object where key != "with" { collectNames(value) }
        default: break
        }
    }

    /// Why a step cannot be used in a place; nil when the step itself could not be read, which is reported where it stands.
    func invisible(_ id: String, at pointer: String, from environment: Environment) -> Finding? {
        guard let around = holders[id] else {
            if unread.contains(id) { return nil }
            let near = Nearest.name(to: id, among: environment.steps.keys.sorted()).map { "did you mean steps.\($0)?" }
            return Finding("E11", pointer, "there is no step \"\(id)\"", hint: near)
        }
        if let holder = around.first(where: { !environment.enclosing.contains($0) }) {
            return Finding("E16", pointer, "the step \"\(id)\" is inside \(holder.description) and cannot be seen here", hint: holder.hint)
        }
        let step = skill.allSteps.first { $0.id == id }
        if let step, pointer.hasPrefix(step.pointer + "/") {
            return Finding("E16", pointer, "the step \"\(id)\" has no value yet while it runs", hint: "in \"as\" its raw value is \"out\"")
        }
        let hint = "a step sees the steps before it in its own list and in those around it"
        return Finding("E16", pointer, "the step \"\(id)\" comes later", hint: hint)
    }

    /// Why a variable has no value in a place; nil when steps that may set it could not be read.
    func unset(_ name: String, at pointer: String, from environment: Environment, isAskedFor: Bool) -> Finding? {
        guard let count = variables[name] else {
            let near = Nearest.name(to: name, among: variables.keys.sorted()).map { "did you mean vars.\($0)?" }
            return Finding("E11", pointer, "no step sets the variable \"\(name)\"", hint: near ?? "\"set\" gives variables their values")
        }
        let setters = setters[name] ?? []
        guard !isAskedFor, setters.count == count else { return nil }
        let kept = setters.compactMap { holders in holders.first { $0.keepsVariables && !environment.enclosing.contains($0) } }
        if let holder = kept.first, kept.count == setters.count {
            let message = "the variable \"\(name)\" is set inside \(holder.description) and keeps its value only there"
            return Finding("E16", pointer, message, hint: holder.hint)
        }
        return Finding("E16", pointer, "no step has set the variable \"\(name)\" yet", hint: "set it in a step before this one")
    }
}
