/// Lists, maps, fields, indices and the macros that go through them.
extension Checker {
    /// The type of the elements so far; `dyn` once they differ.
    mutating func join(_ sofar: CELType?, _ type: CELType) -> CELType {
        guard let sofar else { return type }
        return substitution.joined(sofar, type) ?? .dyn
    }

    mutating func element(_ element: Node.Element) -> CELType {
        let type = check(element.value)
        return element.optional ? unwrapped(type, at: element.value.position) : type
    }

    mutating func map(_ entries: [Node.Entry]) -> CELType {
        var keys: CELType?
        var values: CELType?
        for entry in entries {
            let key = check(entry.key)
            if profile.isStrict, !isKey(key) {
                _ = report(.mismatch, "a map key is \(key)", hint: "a key is a string, int, uint or bool", at: entry.key.position)
            }
            keys = join(keys, key)
            let value = check(entry.value)
            values = join(values, entry.optional ? unwrapped(value, at: entry.value.position) : value)
        }
        return .map(keys ?? substitution.fresh(), values ?? substitution.fresh())
    }

    private func isKey(_ type: CELType) -> Bool {
        switch type {
        case .string, .int, .uint, .bool, .dyn, .unknown, .parameter: true
        default: false
        }
    }

    private mutating func unwrapped(_ type: CELType, at position: Int) -> CELType {
        let inner = substitution.fresh()
        if substitution.fits([type], [.optional(inner)]) { return type == .dyn ? .dyn : inner }
        return report(.mismatch, "an entry with '?' is \(type), not optional", hint: "leave the '?' out, or write optional.of(x)", at: position)
    }

    // MARK: fields

    mutating func field(_ field: String, of type: CELType, at node: Node) -> CELType {
        switch type.unwrapped {
        case .dyn, .unknown, .parameter: return .dyn
        case .map(_, let value): return value
        case .optional(let inner): return .optional(stripped(self.field(field, of: inner, at: node, needsPresence: false)))
        case .object: return self.field(field, of: type.unwrapped, at: node, needsPresence: true)
        default:
            let hint = Idioms.field(field)
            return report(.unknownField, "\(type) has no field '\(field)'", hint: hint, at: node.position)
        }
    }

    mutating func optionalField(_ field: String, of type: CELType, at node: Node) -> CELType {
        if case .optional(let inner) = type { return optionalField(field, of: inner, at: node) }
        return .optional(stripped(self.field(field, of: type, at: node, needsPresence: false)))
    }

    private func stripped(_ type: CELType) -> CELType { if case .optional(let inner) = type { inner } else { type } }

    private mutating func field(_ field: String, of type: CELType, at node: Node, needsPresence: Bool) -> CELType {
        guard case .object(let object) = type.unwrapped else { return self.field(field, of: type, at: node) }
        guard let found = object.fields[field] else {
            if let rest = object.rest { return rest }
            return unknown(field, object, at: node.position)
        }
        if needsPresence, found.optional, let path = node.path, !knows(.present, node) {
            return report(
                .mayBeMissing, "'\(path)' may be missing", hint: "write has(\(path)) && ..., or x.?\(field).orValue(default)", at: node.position)
        }
        return found.type
    }

    private mutating func unknown(_ field: String, _ object: CELType.Object, at position: Int) -> CELType {
        let known = object.fields.keys.sorted()
        let hint = Spelling.nearest(to: field, among: known).map { "did you mean '\($0)'?" } ?? Idioms.field(field)
        let all = known.isEmpty || known.count > 12 ? nil : "there are " + known.joined(separator: ", ")
        return report(.unknownField, "there is no field '\(field)'", hint: hint ?? all, at: position)
    }

    mutating func presence(of field: String, in type: CELType, at position: Int) -> CELType {
        switch type.unwrapped {
        case .dyn, .unknown, .parameter, .map: break
        case .optional(let inner): return presence(of: field, in: inner, at: position)
        case .object(let object): if object.fields[field] == nil, object.rest == nil { _ = unknown(field, object, at: position) }
        default: _ = report(.unknownField, "\(type) has no fields", at: position)
        }
        return .bool
    }

    mutating func index(_ operand: Node, _ index: Node, _ optional: Bool, at position: Int) -> CELType {
        var type = check(operand)
        type = notNull(type, operand, "null has no elements").unwrapped
        let key = check(index).unwrapped
        var isOptional = optional
        if case .optional(let inner) = type { (type, isOptional) = (substitution.resolved(inner), true) }
        let found: CELType
        switch type {
        case .dyn, .unknown, .parameter: found = .dyn
        case .list(let element):
            let isNumber = profile.promotesNumbers && key.isNumber
            if !isNumber, !substitution.fits([key], [.int]) {
                _ = report(.mismatch, "the index of a list is \(key), not int", hint: "write xs[int(x)]", at: index.position)
            }
            found = element
        case .map(let wanted, let value):
            if !substitution.fits([key], [wanted]), !(key.isNumber && wanted.isNumber && profile.promotesNumbers) {
                _ = report(.mismatch, "the key of a map is \(key), not \(wanted)", at: index.position)
            }
            found = value
        case .object(let object):
            if case .literal(.string(let field)) = index.kind, object.rest == nil, object.fields[field] == nil {
                found = unknown(field, object, at: index.position)
            } else if case .literal(.string(let field)) = index.kind {
                found = object.fields[field]?.type ?? object.rest ?? .dyn
            } else {
                found = .dyn
            }
        default: return report(.mismatch, "\(type) has no elements to index", at: position)
        }
        return isOptional ? .optional(found) : found
    }

    // MARK: macros

    mutating func comprehension(_ c: Node.Comprehension, at position: Int) -> CELType {
        let range = check(c.range)
        let (key, value, isMap) = items(of: notNull(range, c.range, "a macro goes through a list or a map"), at: position)
        let first = c.second == nil && !isMap ? value : key
        let variables = [(c.first, first)] + (c.second.map { [($0, value)] } ?? [])
        return with(variables) { checker in
            if let filter = c.filter { checker.expectBool(checker.check(filter), filter, "the condition of a macro", at: filter.position) }
            let known = c.filter.map(Guards.whenTrue) ?? []
            let body = checker.knowing(known) { $0.check(c.body) }
            switch c.form {
            case .all, .exists, .existsOne:
                checker.expectBool(body, c.body, "the condition of a macro", at: c.body.position)
                return .bool
            case .filter:
                checker.expectBool(body, c.body, "the condition of a macro", at: c.body.position)
                return .list(Self.admitted(first, c))
            case .map: return .list(body)
            case .transformMap: return .map(key, body)
            case .sortBy: return .list(first)
            }
        }
    }

    /// The type of the elements that a filter lets through.
    private static func admitted(_ element: CELType, _ filter: Node.Comprehension) -> CELType {
        let facts = Guards.whenTrue(filter.body).filter { $0.path.first == filter.first }
        return facts.reduce(element) { $0.knowing($1.kind, at: $1.path.dropFirst()) }
    }

    /// What a macro's variables are: positions or keys, and elements or values.
    private mutating func items(of range: CELType, at position: Int) -> (key: CELType, value: CELType, isMap: Bool) {
        switch range.unwrapped {
        case .list(let element): (.int, element, false)
        case .map(let key, let value): (key, value, true)
        case .object: (.string, .dyn, true)
        case .dyn, .unknown, .parameter: (.dyn, .dyn, false)
        default: (report(.mismatch, "a macro goes through a list or a map, not \(range)", at: position), .dyn, false)
        }
    }

    mutating func optionalMap(_ type: CELType, _ name: String, _ body: Node, _ flat: Bool, at position: Int) -> CELType {
        let inner = substitution.fresh()
        if !substitution.fits([type], [.optional(inner)]) {
            return report(.mismatch, "\(flat ? "optFlatMap" : "optMap") is for optionals, not \(type)", hint: "write x.?field", at: position)
        }
        let variable = type == .dyn ? .dyn : substitution.resolved(inner)
        let result = with([(name, variable)]) { $0.check(body) }
        guard flat else { return .optional(result) }
        let wrapped = substitution.fresh()
        if !substitution.fits([result], [.optional(wrapped)]) {
            return report(.mismatch, "the body of optFlatMap is \(result), not optional", hint: "use optMap", at: body.position)
        }
        return result == .dyn ? .optional(.dyn) : result
    }
}
