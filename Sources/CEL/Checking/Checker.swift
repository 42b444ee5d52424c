/// Deduces types from the leaves up. After an issue it goes on with `dyn`, so one mistake is reported once.
struct Checker {
    let declarations: Declarations
    let profile: Profile
    let library: Library
    var substitution = Substitution()
    private(set) var issues: [TypeIssue] = []
    /// The variables of macros.
    private var locals: [(name: String, type: CELType)] = []
    /// What conditions around the place have shown.
    private(set) var facts: Set<Fact> = []

    init(declarations: Declarations, profile: Profile, library: Library) {
        self.declarations = declarations
        self.profile = profile
        self.library = library
    }

    mutating func report(_ kind: TypeIssue.Kind, _ message: String, hint: String? = nil, at position: Int) -> CELType {
        issues.append(TypeIssue(kind: kind, message: message, hint: hint, position: position))
        return .dyn
    }

    mutating func check(_ node: Node) -> CELType {
        let type = declaredType(node)
        guard case .nullable(let inner) = type, profile.isStrict, knows(.notNull, node) else { return type }
        return inner
    }

    /// The type whatever conditions have shown.
    mutating func declaredType(_ node: Node) -> CELType { substitution.resolved(deduced(node)) }

    func knows(_ kind: Fact.Kind, _ node: Node) -> Bool { node.names.map { facts.contains(Fact(kind, $0)) } ?? false }

    /// The type of a value where null would fail; that it may be null is an issue unless a condition has ruled it out. Only values that
    /// have a name are judged, as no condition could be written about others.
    mutating func notNull(_ type: CELType, _ node: Node, _ use: String) -> CELType {
        guard case .nullable(let inner) = type, profile.isStrict, let names = node.names else { return type }
        facts.insert(Fact(.notNull, names))
        let shown = node.path ?? names.joined(separator: ".")
        let hint = "write \(shown) != null && ..., or \(shown) != null ? ... : ..."
        _ = report(.mayBeNull, "'\(shown)' may be null, and \(use)", hint: hint, at: node.position)
        return inner
    }

    private mutating func deduced(_ node: Node) -> CELType {
        switch node.kind {
        case .literal(let value): return value.staticType
        case .name(let name, let absolute): return self.name(name, absolute, at: node.position)
        case .select(let operand, let field, let optional):
            if !optional, let type = qualified(node) { return type }
            let type = check(operand)
            let owner = notNull(type, operand, "null has no field '\(field)'")
            return optional ? optionalField(field, of: owner, at: node) : self.field(field, of: owner, at: node)
        case .has(let operand, let field):
            let type = check(operand)
            return presence(of: field, in: notNull(type, operand, "null has no field '\(field)'"), at: node.position)
        case .index(let operand, let index, let optional): return self.index(operand, index, optional, at: node.position)
        case .call(let name, let receiver, let arguments): return call(name, receiver, arguments, at: node.position)
        case .and(let terms): return junction(terms, "&&", known: Guards.whenTrue)
        case .or(let terms): return junction(terms, "||", known: Guards.whenFalse)
        case .conditional(let condition, let then, let otherwise):
            expectBool(check(condition), condition, "the condition of '? :'", at: node.position)
            let first = knowing(Guards.whenTrue(condition)) { $0.check(then) }
            let second = knowing(Guards.whenFalse(condition)) { $0.check(otherwise) }
            return either(first, second, at: node.position)
        case .list(let elements): return .list(elements.reduce(nil) { join($0, element($1)) } ?? substitution.fresh())
        case .map(let entries): return map(entries)
        case .comprehension(let comprehension): return self.comprehension(comprehension, at: node.position)
        case .bind(let name, let value, let body):
            let type = check(value)
            return with([(name, type)]) { $0.check(body) }
        case .optionalMap(let operand, let name, let body, let flat):
            return optionalMap(check(operand), name, body, flat, at: node.position)
        }
    }

    // MARK: names

    func local(_ name: String) -> CELType? { locals.last { Text.same($0.name, name) }?.type }

    mutating func with<T>(_ variables: [(String, CELType)], _ body: (inout Checker) -> T) -> T {
        // What is known of another value with the same name says nothing here.
        let before = facts
        facts = facts.filter { fact in !variables.contains { $0.0 == fact.path.first } }
        locals += variables.map { (name: $0.0, type: $0.1) }
        defer {
            locals.removeLast(variables.count)
            facts = before
        }
        return body(&self)
    }

    mutating func knowing<T>(_ shown: Set<Fact>, _ body: (inout Checker) -> T) -> T {
        let before = facts
        facts.formUnion(shown)
        defer { facts = before }
        return body(&self)
    }

    private mutating func name(_ name: String, _ absolute: Bool, at position: Int) -> CELType {
        if !absolute, let type = local(name) { return type }
        if let type = declared(name, absolute) { return type }
        let known = declarations.variables.keys.sorted() + locals.map(\.name)
        let hint = Idioms.variable(name) ?? Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        return report(.unknownName, "there is no variable '\(name)'", hint: hint ?? names(known), at: position)
    }

    private func names(_ known: [String]) -> String? {
        known.isEmpty || known.count > 12 ? nil : "there are " + known.joined(separator: ", ")
    }

    private func declared(_ name: String, _ absolute: Bool) -> CELType? {
        for qualified in absolute || !profile.qualifiedNames ? [name] : profile.qualified(name) {
            if let type = declarations.variables[qualified] { return type }
            if let type = TypeName.denoted[qualified] { return .type(type.staticType) }
        }
        return nil
    }

    /// The type of `a.b.c` when it is a variable or a type with dots in its name. Shorter names come when its operand is checked.
    private func qualified(_ node: Node) -> CELType? {
        guard let path = node.path else { return nil }
        if path.hasPrefix(".") { return declared(String(path.dropFirst()), true) }
        guard local(String(path.prefix { $0 != "." })) == nil else { return nil }
        return declared(path, false)
    }

    // MARK: logic

    /// The type of a value that is of one type or of the other. Where JSON's numbers are promoted, null and numbers mix.
    private mutating func either(_ a: CELType, _ b: CELType, at position: Int) -> CELType {
        if profile.promotesNumbers {
            if a == .null, b != .null, b != .dyn { return .nullable(b.unwrapped) }
            if b == .null, a != .null, a != .dyn { return .nullable(a.unwrapped) }
            if Set([a, b]) == [.int, .double] { return .double }
        }
        return substitution.joined(a, b)
            ?? report(.mismatch, "the two values of '? :' are \(a) and \(b)", hint: "write dyn(x) around one of them", at: position)
    }

    private mutating func junction(_ terms: [Node], _ symbol: String, known: (Node) -> Set<Fact>) -> CELType {
        for (at, term) in terms.enumerated() {
            // Each operand may rely on all others: where one of them decides, an error here is absorbed.
            let others = terms.indices.filter { $0 != at }.reduce(into: Set<Fact>()) { $0.formUnion(known(terms[$1])) }
            let type = knowing(others) { $0.check(term) }
            expectBool(type, term, "an operand of '\(symbol)'", at: term.position)
        }
        return .bool
    }

    mutating func expectBool(_ given: CELType, _ node: Node, _ what: String, at position: Int) {
        let type = notNull(given, node, "\(what) must be true or false")
        guard !substitution.fits([type], [.bool]) else { return }
        let hint =
            switch type {
            case .int, .uint, .double: "compare it: x != 0"
            case .string, .list, .map, .object: "compare it: size(x) > 0"
            case .optional: "write x.hasValue(), or x.orValue(false)"
            default: "compare it"
            }
        _ = report(.mismatch, "\(what) is \(type), not bool", hint: hint, at: position)
    }
}
