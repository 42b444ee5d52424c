/// The names a schema document gives to places in itself: `$id` and `$anchor`.
struct SchemaIdentifiers {
    /// The places of schemas with a URI of their own, the whole document among them.
    private var documents: [String: Pointer] = ["": .root]
    private var anchors: [String: Pointer] = [:]

    /// Takes note of a subschema's names and gives the base for the references in it.
    mutating func register(_ schema: JSON.Object, at pointer: Pointer, base: URIReference) throws(SchemaError) -> URIReference {
        var base = base
        if let value = schema[Keyword.identifier.rawValue] {
            let reference = URIReference(value.string ?? "#x")
            guard value.string != nil, reference.fragment?.isEmpty ?? true else {
                let reason = SchemaError.Reason.badValue(keyword: "$id", expected: "a URI reference without fragment")
                throw SchemaError(reason: reason, pointer: pointer.appending(Keyword.identifier.rawValue))
            }
            base = reference.resolved(against: base)
            try note(base.document, at: pointer, in: \.documents)
        } else if pointer == .root {
            documents[base.document] = .root
        }
        if let value = schema[Keyword.anchor.rawValue] {
            guard let name = value.string, let first = name.first, first.isLetter || first == "_", !name.contains("/"), !name.contains("#") else {
                let reason = SchemaError.Reason.badValue(keyword: "$anchor", expected: "a name that starts with a letter")
                throw SchemaError(reason: reason, pointer: pointer.appending(Keyword.anchor.rawValue))
            }
            try note(base.document + "#" + name, at: pointer, in: \.anchors)
        }
        return base
    }

    private mutating func note(
        _ name: String, at pointer: Pointer, in names: WritableKeyPath<SchemaIdentifiers, [String: Pointer]>
    ) throws(SchemaError) {
        if let other = self[keyPath: names][name], other != pointer, !name.isEmpty {
            throw SchemaError(reason: .duplicateIdentifier(name), pointer: pointer)
        }
        self[keyPath: names][name] = pointer
    }

    /// The place a reference means. `from` is where the reference itself stands.
    func target(of text: String, base: URIReference, from: Pointer) throws(SchemaError) -> Pointer {
        let reference = URIReference(text)
        let document = reference.resolved(against: base).document
        guard let root = documents[document] else { throw SchemaError(reason: .remoteReference(text), pointer: from) }
        guard let fragment = reference.plainFragment else { throw SchemaError(reason: .unresolvedReference(text), pointer: from) }
        if let inner = Pointer(parsing: fragment) { return Pointer(root.tokens + inner.tokens) }
        guard let anchor = anchors[document + "#" + fragment] else { throw SchemaError(reason: .unresolvedReference(text), pointer: from) }
        return anchor
    }

    /// The base for references at a place: the URI of the innermost schema around it that has one.
    func base(of pointer: Pointer) -> URIReference {
        let around = documents.filter { Pointer(Array(pointer.tokens.prefix($0.value.tokens.count))) == $0.value }
        let innermost = around.max { ($0.value.tokens.count, $0.key) < ($1.value.tokens.count, $1.key) }
        return URIReference(innermost?.key ?? "")
    }
}
