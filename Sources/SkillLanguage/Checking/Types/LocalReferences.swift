import JSON

/// Resolves `"$ref": "#/..."` within one schema document.
struct LocalReferences {
    let root: JSON

    /// The schema that is meant; nil when the reference leads elsewhere, or back to itself.
    func target(of reference: String, following: Set<String>) -> JSON? {
        guard !following.contains(reference), reference.hasPrefix("#"), !reference.contains("%"),
            let pointer = Pointer(parsing: String(reference.dropFirst())), !Self.hasIdentifiers(root, isRoot: true)
        else { return nil }
        return root[pointer]
    }

    /// Inside a part with an `$id` of its own, `#` is that part.
    private static func hasIdentifiers(_ schema: JSON, isRoot: Bool = false) -> Bool {
        switch schema {
        case .object(let object): !isRoot && object["$id"] != nil || object.values.contains { hasIdentifiers($0) }
        case .array(let items): items.contains { hasIdentifiers($0) }
        default: false
        }
    }
}
