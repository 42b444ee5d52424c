import Pattern

/// Turns a schema document into nodes: first every subschema in its place, then the references, then a search for loops.
struct SchemaCompiler {
    let document: JSON
    let keywords: Schema.Keywords
    private(set) var nodes: [SchemaNode] = []
    private var compiled: [Pointer: Int] = [:]
    private var identifiers = SchemaIdentifiers()
    private var references: [Reference] = []
    private static let deepest = 100

    /// A `$ref` whose target is not known yet.
    private struct Reference {
        let node: Int
        let text: String
        let base: URIReference
    }

    init(_ document: JSON, keywords: Schema.Keywords) {
        self.document = document
        self.keywords = keywords
    }

    /// The nodes; the first is the whole schema.
    mutating func compile() throws(SchemaError) -> [SchemaNode] {
        _ = try node(document, Place(pointer: .root, base: URIReference(""), depth: 0))
        while let reference = references.popLast() { try resolve(reference) }
        try refuseLoops()
        return nodes
    }

    /// Where a subschema stands.
    struct Place {
        var pointer: Pointer
        var base: URIReference
        var depth: Int

        func inside(_ keyword: Keyword) -> Place { Place(pointer: pointer.appending(keyword.rawValue), base: base, depth: depth) }
        func inside(_ key: String) -> Place { Place(pointer: pointer.appending(key), base: base, depth: depth) }
    }

    /// The number of the node for a subschema.
    mutating func node(_ schema: JSON, _ place: Place) throws(SchemaError) -> Int {
        if let known = compiled[place.pointer] { return known }
        guard place.depth <= Self.deepest else { throw SchemaError(reason: .tooDeep(limit: Self.deepest), pointer: place.pointer) }
        let number = nodes.count
        nodes.append(SchemaNode(pointer: place.pointer))
        compiled[place.pointer] = number
        switch schema {
        case .bool(true): break
        case .bool(false): nodes[number].rules = [SchemaRule(keyword: nil, check: .never)]
        case .object(let object): try compile(object, number, place)
        default: throw SchemaError(reason: .notASchema, pointer: place.pointer)
        }
        return number
    }

    private mutating func compile(_ object: JSON.Object, _ number: Int, _ outer: Place) throws(SchemaError) {
        for key in object.keys { try admit(key, at: outer.pointer) }
        var place = outer
        place.depth += 1
        place.base = try identifiers.register(object, at: place.pointer, base: place.base)
        var rules: [SchemaRule] = []
        for keyword in Keyword.allCases {
            if keyword == .reference, let text = object[keyword.rawValue] {
                guard let text = text.string else { throw bad(keyword, "a string", at: place) }
                references.append(Reference(node: number, text: text, base: place.base))
                rules.append(SchemaRule(keyword: .reference, check: .reference(number)))
            } else if let check = try check(keyword, in: object, place) {
                rules.append(SchemaRule(keyword: keyword, check: check))
            }
        }
        nodes[number].rules = rules
        nodes[number].defaultValue = object[Keyword.default.rawValue]
    }

    private func admit(_ key: String, at pointer: Pointer) throws(SchemaError) {
        guard let keyword = Keyword(rawValue: key) else {
            guard keywords == .lenient else { throw SchemaError(reason: .unknownKeyword(key, nearest: Keyword.nearest(to: key)), pointer: pointer) }
            return
        }
        guard keyword.isSupported else { throw SchemaError(reason: .unsupported(key), pointer: pointer) }
    }

    private mutating func resolve(_ reference: Reference) throws(SchemaError) {
        let from = nodes[reference.node].pointer.appending(Keyword.reference.rawValue)
        let target = try identifiers.target(of: reference.text, base: reference.base, from: from)
        guard let schema = document[target] else { throw SchemaError(reason: .unresolvedReference(reference.text), pointer: from) }
        let to = try node(schema, Place(pointer: target, base: identifiers.base(of: target), depth: 0))
        guard let at = nodes[reference.node].rules.firstIndex(where: { $0.keyword == .reference }) else { return }
        nodes[reference.node].rules[at] = SchemaRule(keyword: .reference, check: .reference(to))
    }

    /// A way from a node to itself that never goes into the value would check for ever.
    private func refuseLoops() throws(SchemaError) {
        var finished = Set<Int>()
        for start in nodes.indices where !finished.contains(start) {
            var path: [(node: Int, rest: [Int])] = [(start, inPlace(start))]
            var open: Set = [start]
            while let step = path.last {
                guard let next = step.rest.last else {
                    finished.insert(step.node)
                    open.remove(step.node)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].rest.removeLast()
                if open.contains(next) { throw SchemaError(reason: .endlessReference, pointer: nodes[next].pointer) }
                guard !finished.contains(next) else { continue }
                open.insert(next)
                path.append((next, inPlace(next)))
            }
        }
    }

    private func inPlace(_ node: Int) -> [Int] { nodes[node].rules.flatMap(\.check.inPlace) }

    func bad(_ keyword: Keyword, _ expected: String, at place: Place) -> SchemaError {
        SchemaError(reason: .badValue(keyword: keyword.rawValue, expected: expected), pointer: place.pointer.appending(keyword.rawValue))
    }
}
