import CEL
import JSON

/// Whether what is known of a value can fit a JSON Schema: every certain conflict is a finding, everything else is left to the run.
struct SchemaFit {
    /// The codes of a wrong value and of a missing member.
    let wrong: String
    let missing: String
    let log: FindingLog
    /// Makes a part of the schema ready for use; nil when it cannot be used.
    var compile: (JSON) -> Schema? = { try? Schema(compiling: $0, keywords: .lenient) }

    init(wrong: String, missing: String, log: FindingLog) {
        self.wrong = wrong
        self.missing = missing
        self.log = log
    }

    func check(_ shape: Shape, against schema: JSON, at pointer: String) {
        guard !mentionsReference(schema) else { return }
        visit(shape, schema, pointer)
    }

    private func visit(_ shape: Shape, _ schema: JSON, _ pointer: String) {
        switch shape {
        case .literal(.object(let object)) where schema["properties"] != nil:
            self.object(object.map { ($0, .literal($1)) }, schema, pointer)
        case .literal(let json): literal(json, schema, pointer)
        case .value(let known): if let conflict = Self.conflict(known.type, schema) { log.add(Finding(wrong, pointer, conflict)) }
        case .text:
            guard let conflict = Self.conflict(.string, schema) else { return }
            log.add(Finding(wrong, pointer, conflict, hint: "a string that is just one ${...} keeps the value's type"))
        case .array(let members):
            if let conflict = Self.conflict(.list(.dyn), schema) { return log.add(Finding(wrong, pointer, conflict)) }
            for (index, member) in members.enumerated() { visit(member, schema["items"] ?? true, "\(pointer)/\(index)") }
        case .object(let members): object(members, schema, pointer)
        }
    }

    private func literal(_ json: JSON, _ schema: JSON, _ pointer: String) {
        guard let compiled = compile(schema) else { return }
        for violation in compiled.validate(json) {
            let code = violation.keyword == "required" ? missing : wrong
            log.add(Finding(code, pointer + violation.instance.description, violation.message))
        }
    }

    private func object(_ members: [(key: String, shape: Shape)], _ schema: JSON, _ pointer: String) {
        if let conflict = Self.conflict(.object(CELType.Object([:], rest: .dyn)), schema) { return log.add(Finding(wrong, pointer, conflict)) }
        let keys = Set(members.map(\.key))
        for name in (schema["required"]?.array ?? []).compactMap(\.string) where !keys.contains(name) {
            log.add(Finding(missing, pointer, "\"\(name)\" is missing"))
        }
        let known = schema["properties"]?.object ?? [:]
        for (key, shape) in members {
            let place = pointer + "/" + escape(key)
            if let property = known[key] {
                visit(shape, property, place)
            } else if schema["additionalProperties"] == false {
                let near = Nearest.name(to: key, among: known.keys).map { "did you mean \"\($0)\"?" }
                log.add(Finding(wrong, place, "there is no \"\(key)\" here", hint: near ?? "known are \(known.keys.joined(separator: ", "))"))
            } else if let rest = schema["additionalProperties"], rest.object != nil {
                visit(shape, rest, place)
            }
        }
        combination(keys, schema, pointer)
    }

    /// `not` and `oneOf` over which members are there.
    private func combination(_ keys: Set<String>, _ schema: JSON, _ pointer: String) {
        func names(_ schema: JSON) -> [String]? { schema.object?.count == 1 ? schema["required"]?.array?.compactMap(\.string) : nil }
        if let excluded = schema["not"].flatMap(names), !excluded.isEmpty, excluded.allSatisfy(keys.contains) {
            log.add(Finding(wrong, pointer, "only one of \(excluded.joined(separator: ", ")) can be given"))
        }
        let choices = (schema["oneOf"]?.array ?? []).map(names)
        let groups = choices.compactMap { $0 }
        guard !groups.isEmpty, groups.count == choices.count else { return }
        let given = groups.count { $0.allSatisfy(keys.contains) }
        let listed = groups.map { $0.joined(separator: " with ") }.joined(separator: ", ")
        if given == 0 { log.add(Finding(missing, pointer, "one of \(listed) is missing")) }
        if given > 1 { log.add(Finding(wrong, pointer, "only one of \(listed) can be given")) }
    }

    private func mentionsReference(_ schema: JSON) -> Bool {
        switch schema {
        case .object(let object): object["$ref"] != nil || object.values.contains(where: mentionsReference)
        case .array(let items): items.contains(where: mentionsReference)
        default: false
        }
    }

    // MARK: types

    /// Why no value of the type fits the schema; nil when one may.
    static func conflict(_ type: CELType, _ schema: JSON) -> String? {
        let wanted = SchemaType.of(schema)
        return conflict(type, wanted).map { path, got, wanted in
            "must be \(wanted), is \(got)" + (path.isEmpty ? "" : " at \"\(path)\"")
        }
    }

    private static func conflict(_ type: CELType, _ wanted: CELType) -> (path: String, got: String, wanted: String)? {
        switch (type, wanted) {
        case (.dyn, _), (_, .dyn), (.null, .nullable): return nil
        case (.nullable(let inner), _): return conflict(inner, wanted.withoutNull)
        case (_, .nullable(let inner)): return conflict(type, inner)
        case (.list(let a), .list(let b)): return conflict(a, b).map { ("/*" + $0.path, $0.got, $0.wanted) }
        case (.map, .object), (.object, .map), (.map, .map): return nil
        case (.object(let a), .object(let b)):
            for (name, field) in b.fields.sorted(by: { $0.key < $1.key }) {
                guard let own = a.fields[name] else {
                    if a.rest == nil, !field.optional { return ("/" + name, "missing", field.type.word) }
                    continue
                }
                if let found = conflict(own.type, field.type) { return ("/" + name + found.path, found.got, found.wanted) }
            }
            return nil
        default: return type == wanted ? nil : ("", type.word, wanted.word)
        }
    }
}

extension CELType {
    /// The type in the words of JSON.
    fileprivate var word: String {
        switch self {
        case .double, .int, .uint: "a number"
        case .bool: "true or false"
        case .string: "a string"
        case .list: "a list"
        case .object, .map: "an object"
        default: description
        }
    }
}
