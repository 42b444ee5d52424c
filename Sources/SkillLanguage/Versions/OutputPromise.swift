import JSON

/// What callers may rely on in the answer: every field is still there, always where it always was, and of the type it had.
struct OutputPromise {
    private(set) var losses: [VersionChange] = []
    private var seen: Set<[String]> = []

    init(old: JSON, new: JSON) { compare(SchemaView(root: old), SchemaView(root: new), Pointer(["output"])) }

    private mutating func lost(_ place: Pointer, _ rule: String) {
        losses.append(VersionChange(bump: .major, pointer: place.description, rule: rule))
    }

    private mutating func compare(_ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        if old.reference != nil || new.reference != nil {
            guard seen.insert([old.reference ?? "", new.reference ?? ""]).inserted else { return }
        }
        if let before = old.types, before != new.types {
            let now = new.types.map(Self.list) ?? "any"
            lost(place.appending("type"), "the type changed from \(Self.list(before)) to \(now)")
        }
        for keyword in ["$ref", "allOf", "anyOf", "oneOf"] where old[keyword] != new[keyword] {
            lost(place.appending(keyword), "changed, and may give what was not given before")
        }
        compareMembers(old, new, place)
        for index in 0..<max(old.prefixCount, new.prefixCount) {
            compare(old.below(old.element(index)), new.below(new.element(index)), place.appending("prefixItems").appending(index))
        }
        if old["items"] != nil { compare(old.below(old["items"]), new.below(new["items"]), place.appending("items")) }
    }

    private mutating func compareMembers(_ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        for (name, schema) in old.properties {
            let here = place.appending("properties").appending(name)
            if let now = new.properties[name] { compare(old.below(schema), new.below(now), here) } else { lost(here, "the field is gone") }
        }
        for name in old.required where !new.required.contains(name) && (old.properties[name] == nil || new.properties[name] != nil) {
            lost(place.appending("required"), "\"\(name)\" may be missing now")
        }
        let others = "additionalProperties"
        guard let before = old[others], before.object != nil else { return }
        if new[others] == false {
            lost(place.appending(others), "fields that are not named are gone")
        } else {
            compare(old.below(before), new.below(new[others]), place.appending(others))
        }
    }

    private static func list(_ types: Set<String>) -> String { types.sorted().map { "\"\($0)\"" }.joined(separator: ", ") }
}
