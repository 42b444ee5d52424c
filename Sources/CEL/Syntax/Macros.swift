/// Calls that are rewritten when they are parsed (langdef, "Macros", and the extensions for two variables, bindings and optionals).
enum Macros {
    /// The form a call stands for; nil when it is an ordinary call.
    static func expand(_ name: String, receiver: Node?, arguments: [Node], at position: Int) throws(Fault) -> Node.Kind? {
        guard let receiver else {
            guard name == "has", arguments.count == 1 else { return nil }
            guard case .select(let operand, let field, optional: false) = arguments[0].kind else {
                throw Fault("has() takes a field, as in has(a.b)", hint: has(arguments[0]), at: arguments[0].position)
            }
            return .has(operand, field: field)
        }
        if name == "bind", receiver.path == "cel", arguments.count == 3 {
            return .bind(try variable(arguments[0], of: "cel.bind"), arguments[1], body: arguments[2])
        }
        switch (name, arguments.count) {
        case ("optMap", 2), ("optFlatMap", 2):
            return .optionalMap(receiver, try variable(arguments[0], of: name), body: arguments[1], flat: name == "optFlatMap")
        default:
            return try comprehension(name, receiver, arguments).map(Node.Kind.comprehension)
        }
    }

    private static func has(_ argument: Node) -> String? {
        switch argument.kind {
        case .index(_, let index, _):
            if case .literal(.string(let key)) = index.kind { "for a key that is no name write '\(key)' in x" } else { "write k in x" }
        case .select(_, let field, optional: true): "write has(x.\(field)), or x.?\(field).hasValue()"
        case .name(let name, _): "'\(name)' is a variable, not a field: a variable is always there"
        default: nil
        }
    }

    private static func comprehension(_ name: String, _ range: Node, _ arguments: [Node]) throws(Fault) -> Node.Comprehension? {
        typealias Form = Node.Comprehension.Form
        let form: Form
        let variables: Int
        switch (name, arguments.count) {
        case ("all", 2): (form, variables) = (.all, 1)
        case ("exists", 2): (form, variables) = (.exists, 1)
        case ("exists_one", 2), ("existsOne", 2): (form, variables) = (.existsOne, 1)
        case ("map", 2), ("map", 3): (form, variables) = (.map, 1)
        case ("filter", 2): (form, variables) = (.filter, 1)
        case ("sortBy", 2): (form, variables) = (.sortBy, 1)
        case ("all", 3): (form, variables) = (.all, 2)
        case ("exists", 3): (form, variables) = (.exists, 2)
        case ("exists_one", 3), ("existsOne", 3): (form, variables) = (.existsOne, 2)
        case ("transformList", 3), ("transformList", 4): (form, variables) = (.map, 2)
        case ("transformMap", 3), ("transformMap", 4): (form, variables) = (.transformMap, 2)
        default: return nil
        }
        let first = try variable(arguments[0], of: name)
        let second = variables == 2 ? try variable(arguments[1], of: name) : nil
        if let second, Text.same(first, second) {
            throw Fault("the two variables of \(name) have the same name", at: arguments[1].position)
        }
        let rest = arguments[variables...]
        return Node.Comprehension(
            form: form, range: range, first: first, second: second, filter: rest.count == 2 ? rest.first : nil, body: rest[rest.endIndex - 1])
    }

    private static func variable(_ node: Node, of macro: String) throws(Fault) -> String {
        guard case .name(let name, absolute: false) = node.kind else {
            let form = macro == "cel.bind" ? "cel.bind(x, value, body)" : "xs.\(macro)(x, ...)"
            throw Fault("the variable of \(macro) must be a plain name", hint: "as in \(form)", at: node.position)
        }
        return name
    }
}

extension Macros {
    private static let forms: [String: String] = [
        "has": "has(a.b)", "all": "xs.all(x, condition)", "exists": "xs.exists(x, condition)", "exists_one": "xs.exists_one(x, condition)",
        "existsOne": "xs.existsOne(i, x, condition)", "map": "xs.map(x, value) or xs.map(x, condition, value)", "filter": "xs.filter(x, condition)",
        "sortBy": "xs.sortBy(x, key)", "transformList": "xs.transformList(i, x, value)", "transformMap": "m.transformMap(k, v, value)",
        "bind": "cel.bind(x, value, body)", "optMap": "a.optMap(x, value)", "optFlatMap": "a.optFlatMap(x, optional)",
    ]

    static var methods: [String] { forms.keys.filter { $0 != "has" && $0 != "bind" } }

    /// How a macro is written, for a call that has its name but not its form.
    static func form(of name: String, isMethod: Bool) -> String? { isMethod == (name != "has") ? forms[name] : nil }
}
