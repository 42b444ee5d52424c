import JSON

/// Reads what stands behind each verb.
extension StepDecoder {
    mutating func verb(_ name: String, _ node: DocumentNode, of step: DocumentNode, depth: Int) -> Verb? {
        switch name {
        case "call": call(node, of: step).map(Verb.call)
        case "set": assignments(node).map(Verb.set)
        case "do": .sequence(list(node, depth: depth + 1))
        case "switch": choice(node, depth: depth).map(Verb.choose)
        case "parallel": parallel(node, depth: depth).map(Verb.parallel)
        case "each": each(node, depth: depth).map(Verb.each)
        case "repeat": loop(node, depth: depth).map(Verb.loop)
        case "return": .give(template(node))
        default: fail(node).map(Verb.fail)
        }
    }

    /// Arguments that are data as they stand: schemas, conditions of the callable's own.
    static let literalArguments: [String: Set<String>] = [
        "http": ["expect"], "llm": ["output"], "human": ["response"], "event": ["match"], "agent": ["output", "stop_when", "limits", "compact"],
    ]

    private func call(_ node: DocumentNode, of step: DocumentNode) -> Call? {
        guard let text = node.text else { return nil }
        guard let callable = CallableName(text) else {
            let near = Nearest.name(to: text, among: CallableName.builtins)
            node.report(
                text.hasPrefix("skill:") ? "E21" : "E20", "unknown callable \"\(text)\"",
                hint: near.map { "did you mean \"\($0)\"?" } ?? "a built-in callable, skill:name@^1 or mcp:server/tool")
            return nil
        }
        var takesSecrets = false
        if case .builtin("http") = callable { takesSecrets = true }
        if case .tool = callable { takesSecrets = true }
        let with = step.child("with")
        if let with, !with.isObject { return nil }
        let literal = Self.literalArguments[text] ?? []
        let arguments = with.map { template($0, secretsAllowed: takesSecrets, literal: literal) } ?? .literal(.object([:]))
        let retry = step.child("retry").flatMap(retry)
        return Call(
            callable: callable, arguments: arguments, retry: retry, onUnknown: step.child("on_unknown")?.choice(Call.Unknown.self),
            parentClose: parentClose(of: callable, step))
    }

    /// Only what is a run of its own can outlive its caller.
    private func parentClose(of callable: CallableName, _ step: DocumentNode) -> Call.ParentClose? {
        guard let node = step.child("parent_close") else { return nil }
        guard case .skill = callable else {
            step.report("E03", "\"parent_close\" is only for calls of a skill", at: "parent_close")
            return nil
        }
        return node.choice(Call.ParentClose.self)
    }

    private func retry(_ node: DocumentNode) -> RetryPolicy? {
        guard node.isObject else { return nil }
        node.allow(["attempts", "initial", "factor", "max_delay", "jitter", "on"])
        guard let attempts = node.required("attempts")?.integer(in: 1...20) else { return nil }
        var policy = RetryPolicy(attempts: attempts)
        if let initial = node.child("initial")?.duration() { policy.initial = initial }
        if let factor = node.child("factor")?.number(atLeast: 1) { policy.factor = factor }
        if let most = node.child("max_delay")?.duration() { policy.maxDelay = most }
        if let jitter = node.child("jitter"), let text = jitter.text {
            if !["full", "none"].contains(text) { jitter.report("E01", "\"\(text)\" is not one of full, none") }
            policy.fullJitter = text != "none"
        }
        policy.on = node.child("on").map(errorTypes)
        return policy
    }

    private func assignments(_ node: DocumentNode) -> [(name: String, value: Template)]? {
        let members = node.members
        if members.isEmpty, node.value.object != nil { node.report("E01", "\"set\" names at least one variable") }
        return members.map { name, member in
            if !StepID.isValid(name) { member.report("E01", "\"\(name)\" is not a variable's name") }
            return (name, template(member))
        }
    }

    private mutating func choice(_ node: DocumentNode, depth: Int) -> Choice? {
        guard node.isObject else { return nil }
        node.allow(["cases", "else"])
        guard let casesNode = node.required("cases") else { return nil }
        let elements = casesNode.elements
        if !(1...20).contains(elements.count), casesNode.value.array != nil { casesNode.report("E01", "a switch has 1 to 20 cases") }
        var cases: [Choice.Case] = []
        for element in elements where element.isObject {
            element.allow(["when", "steps"])
            let when = element.required("when").flatMap { formula($0) }
            let steps = element.required("steps").map { list($0, depth: depth + 1) }
            if let when, let steps { cases.append(Choice.Case(when: when, steps: steps, pointer: element.pointer)) }
        }
        return Choice(cases: cases, otherwise: node.child("else").map { list($0, depth: depth + 1) })
    }

    private mutating func parallel(_ node: DocumentNode, depth: Int) -> Parallel? {
        guard node.isObject else { return nil }
        node.allow(["branches", "errors"])
        guard let branchesNode = node.required("branches") else { return nil }
        var branches: [(name: String, steps: [Step])] = []
        for (name, member) in branchesNode.members {
            if !StepID.isValid(name) { member.report("E01", "\"\(name)\" is not a branch's name") }
            branches.append((name, list(member, depth: depth + 1)))
        }
        if !(2...16).contains(branches.count), branchesNode.value.object != nil { branchesNode.report("E01", "2 to 16 branches are needed") }
        return Parallel(branches: branches, errors: node.child("errors")?.choice(MemberErrors.self) ?? .fail)
    }

    private mutating func each(_ node: DocumentNode, depth: Int) -> Each? {
        guard node.isObject else { return nil }
        node.allow(["in", "as", "concurrency", "max_items", "errors", "steps", "yield"])
        let items = node.required("in").map { template($0) }
        let name = node.required("as").flatMap(itemName)
        let steps = node.required("steps").map { list($0, depth: depth + 1) }
        let yield = node.child("yield").map { template($0) }
        let concurrency = node.child("concurrency")?.integer(in: 1...32) ?? 1
        let most = node.child("max_items")?.integer(in: 1...1000) ?? 1000
        guard let items, let name, let steps else { return nil }
        return Each(
            items: items, name: name, concurrency: concurrency, maxItems: most,
            errors: node.child("errors")?.choice(MemberErrors.self) ?? .fail, steps: steps, yield: yield)
    }

    private func itemName(_ node: DocumentNode) -> String? {
        guard let name = node.text else { return nil }
        if !StepID.isValid(name) { node.report("E01", "\"\(name)\" is not a name for the item") }
        if StepID.reserved.contains(name) { node.report("E05", "\"\(name)\" shadows a reserved name") }
        return name
    }

    private mutating func loop(_ node: DocumentNode, depth: Int) -> Loop? {
        guard node.isObject else { return nil }
        node.allow(["max", "until", "delay", "steps", "yield", "exhausted"])
        if node.value["max"] == nil { node.report("E30", "\"repeat\" needs \"max\"", hint: "the most rounds, 1 to 100") }
        let most = node.child("max")?.integer(in: 1...100)
        let until = node.child("until").flatMap { formula($0) }
        let steps = node.required("steps").map { list($0, depth: depth + 1) }
        let yield = node.child("yield").map { template($0) }
        var keep = false
        if let exhausted = node.child("exhausted"), let text = exhausted.text {
            if !["fail", "keep"].contains(text) { exhausted.report("E01", "\"\(text)\" is not one of fail, keep") }
            keep = text == "keep"
        }
        guard let most, let steps else { return nil }
        return Loop(most: most, until: until, delay: node.child("delay")?.duration(), steps: steps, yield: yield, keepWhenExhausted: keep)
    }

    private func fail(_ node: DocumentNode) -> Fail? {
        guard node.isObject else { return nil }
        node.allow(["type", "message", "details"])
        let type = node.required("type")?.text
        if let type, !type.hasPrefix("custom.") || type.split(separator: ".").count != 2 {
            node.report("E01", "\"\(type)\" is not a type of your own", hint: "write custom.name", at: "type")
        }
        let message = node.required("message").map { template($0) }
        guard let type, let message else { return nil }
        return Fail(type: type, message: message, details: node.child("details").map { template($0) })
    }
}
