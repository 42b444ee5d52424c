import JSON

/// Reads step lists: ids, verbs and modifiers, with the findings of each.
struct StepDecoder {
    let secrets: [String]
    /// Ids seen so far, and how many steps there are.
    private(set) var ids: Set<String> = []
    private(set) var count = 0

    static let verbs = ["call", "set", "do", "switch", "parallel", "each", "repeat", "return", "fail"]
    private static let modifiers = ["id", "note", "when", "timeout", "retry", "as", "catch", "on_unknown", "parent_close", "with"]
    /// Step lists inside step lists (E08).
    private static let deepest = 8

    init(secrets: [String]) { self.secrets = secrets }

    mutating func list(_ node: DocumentNode, depth: Int) -> [Step] {
        let elements = node.elements
        if elements.isEmpty, node.value.array != nil { node.report("E01", "a list of steps must not be empty") }
        if elements.count > 100 { node.report("E01", "\(elements.count) steps in one list, at most 100 are allowed") }
        guard depth <= Self.deepest else {
            node.report("E08", "steps are nested deeper than \(Self.deepest)", hint: "move the inner steps into a skill of their own")
            return []
        }
        return elements.compactMap { step($0, depth: depth) }
    }

    private mutating func step(_ node: DocumentNode, depth: Int) -> Step? {
        guard node.isObject else { return nil }
        count += 1
        node.allow(Self.modifiers + Self.verbs)
        let id = id(node)
        let found = Self.verbs.filter { node.value[$0] != nil }
        guard found.count == 1, let verbName = found.first, let verbNode = node.child(verbName) else {
            node.report(
                "E02", found.isEmpty ? "the step has no verb" : "the step has \(found.count) verbs: \(found.joined(separator: ", "))",
                hint: "exactly one of \(Self.verbs.joined(separator: ", "))")
            return nil
        }
        for modifier in ["with", "retry", "on_unknown", "parent_close"] where verbName != "call" && node.value[modifier] != nil {
            node.report("E03", "\"\(modifier)\" is only for steps with \"call\"", at: modifier)
        }
        let when = node.child("when").flatMap { formula($0) }
        let timeout = node.child("timeout")?.duration()
        let shape = node.child("as").map { template($0) }
        let verb = self.verb(verbName, verbNode, of: node, depth: depth)
        let catches = node.child("catch").map { clauses($0, depth: depth) } ?? []
        guard let id, let verb else { return nil }
        return Step(
            id: id, pointer: node.pointer, note: node.child("note")?.text, when: when, timeout: timeout, verb: verb, shape: shape, catches: catches)
    }

    private mutating func id(_ node: DocumentNode) -> String? {
        guard let idNode = node.required("id"), let id = idNode.text else { return nil }
        guard StepID.isValid(id) else {
            idNode.report("E01", "\"\(id)\" is not a step id", hint: "a lower-case letter, then up to 31 letters, digits or _")
            return nil
        }
        if StepID.reserved.contains(id) { idNode.report("E05", "\"\(id)\" shadows a reserved name") }
        if !ids.insert(id).inserted { idNode.report("E04", "the id \"\(id)\" is used twice", hint: "ids are unique in the whole skill") }
        return id
    }

    private mutating func clauses(_ node: DocumentNode, depth: Int) -> [CatchClause] {
        node.elements.compactMap { element in
            guard element.isObject else { return nil }
            element.allow(["on", "value", "steps"])
            let on = element.child("on").map(errorTypes)
            switch (element.child("value"), element.child("steps")) {
            case (let value?, nil):
                return CatchClause(on: on, answer: .value(template(value)), pointer: element.pointer)
            case (nil, let steps?):
                return CatchClause(on: on, answer: .steps(list(steps, depth: depth + 1)), pointer: element.pointer)
            default:
                element.report("E01", "a catch clause has either \"value\" or \"steps\"")
                return nil
            }
        }
    }

    func errorTypes(_ node: DocumentNode) -> [String] {
        let types = node.elements.compactMap(\.text)
        if types.isEmpty { node.report("E01", "at least one error type is needed") }
        for (type, element) in zip(types, node.elements) where !isErrorType(type) {
            element.report("E01", "\"\(type)\" is not an error type", hint: "dotted lower-case names such as http.5xx.503, or *")
        }
        return types
    }

    private func isErrorType(_ text: String) -> Bool {
        text == "*" || text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        }
    }

    /// A bare condition; `${...}` around it is accepted. One that cannot be read is reported, and `Formula.unread`.
    func formula(_ node: DocumentNode) -> Formula? {
        guard let text = node.text else { return nil }
        do {
            let formula = try Formula(condition: text)
            if !formula.secretsNamed.isEmpty {
                node.report("E41", "secrets may not be used in conditions", hint: "only in the arguments of http and mcp calls")
            }
            return formula
        } catch {
            node.log.add(error.finding(at: node.pointer))
            return .unread
        }
    }

    /// - Parameter secretsAllowed: whether `secrets.NAME` is legal here (E41).
    func template(_ node: DocumentNode, secretsAllowed: Bool = false, literal: Set<String> = []) -> Template {
        let (template, malformed) = Template.read(node.value, literal: literal)
        for mistake in malformed { node.log.add(mistake.cause.finding(at: node.pointer + mistake.pointer)) }
        for (formula, pointer) in template.placedFormulas(at: node.pointer) {
            for name in formula.secretsNamed {
                if !secrets.contains(name) {
                    node.log.add(Finding("E40", pointer, "the secret \(name) is not declared", hint: "add it to \"secrets\""))
                } else if !secretsAllowed {
                    let hint = "only in the arguments of http and mcp calls"
                    node.log.add(Finding("E41", pointer, "secrets.\(name) may not be used here", hint: hint))
                }
            }
        }
        return template
    }
}
