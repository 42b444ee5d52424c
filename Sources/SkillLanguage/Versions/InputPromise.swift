import JSON

/// What callers may pass: everything that was accepted has to be accepted again. Where that cannot be told by comparing keywords, as with
/// a changed `not`, it counts as broken.
struct InputPromise {
    private(set) var narrowings: [VersionChange] = []
    private var seen: Set<[String]> = []

    init(old: JSON, new: JSON) { compare(SchemaView(root: old), SchemaView(root: new), Pointer(["input"])) }

    private mutating func narrowed(_ place: Pointer, _ keyword: String, _ rule: String) {
        narrowings.append(VersionChange(bump: .major, pointer: place.appending(keyword).description, rule: rule))
    }

    private mutating func compare(_ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        if old.reference != nil || new.reference != nil {
            guard seen.insert([old.reference ?? "", new.reference ?? ""]).inserted else { return }
        }
        if old.isFalse { return }
        if new.isFalse {
            narrowings.append(VersionChange(bump: .major, pointer: place.description, rule: "nothing is accepted here any more"))
            return
        }
        compareTypes(old, new, place)
        compareValues(old, new, place)
        for bound in Bound.all { compare(bound, old, new, place) }
        compareTexts(old, new, place)
        compareMembers(old, new, place)
        compareElements(old, new, place)
        compareAlternatives(old, new, place)
        compareConditions(old, new, place)
    }

    private mutating func compareTypes(_ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        guard let accepted = new.types, new["type"] != nil else { return }
        guard let before = old.types else { return narrowed(place, "type", "only \(Self.list(accepted)) is accepted now") }
        let lost = before.filter { !accepted.contains($0) && !($0 == "integer" && accepted.contains("number")) }
        if !lost.isEmpty { narrowed(place, "type", "\(Self.list(lost)) is no longer accepted") }
    }

    private mutating func compareValues(_ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        guard let accepted = new.values else { return }
        let keyword = new["const"] == nil ? "enum" : "const"
        guard let before = old.values else { return narrowed(place, keyword, "only some values are accepted now") }
        let lost = before.filter { !accepted.contains($0) }
        if !lost.isEmpty { narrowed(place, keyword, "\(lost.map { $0.excerpt(40) }.joined(separator: ", ")) is no longer accepted") }
    }

    private mutating func compare(_ bound: Bound, _ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        guard let limit = bound.limit(of: new), bound.isTighter(limit, than: bound.limit(of: old)) else { return }
        narrowed(place, limit.keyword, "the limit \(limit.text) is tighter than before")
    }

    private mutating func compareTexts(_ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        for keyword in ["pattern", "format", "contentEncoding", "contentMediaType"] where new[keyword] != nil && new[keyword] != old[keyword] {
            narrowed(place, keyword, old[keyword] == nil ? "is new" : "changed")
        }
        if new["uniqueItems"] == true, old["uniqueItems"] != true { narrowed(place, "uniqueItems", "is new") }
        guard let step = new["multipleOf"]?.double else { return }
        let parts = (old["multipleOf"]?.double ?? 0) / step
        if parts < 1 || parts != parts.rounded() { narrowed(place, "multipleOf", "not every multiple that was accepted still is") }
    }

    private mutating func compareMembers(_ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        for name in new.required where !old.required.contains(name) { narrowed(place, "required", "\"\(name)\" is required now") }
        let others = new["additionalProperties"]
        let isClosed = others == false || new["unevaluatedProperties"] == false
        for (name, schema) in old.properties {
            let here = place.appending("properties").appending(name)
            if let now = new.properties[name] {
                compare(old.below(schema), new.below(now), here)
            } else if isClosed {
                narrowings.append(VersionChange(bump: .major, pointer: here.description, rule: "the field is no longer accepted"))
            } else if let others {
                compare(old.below(schema), new.below(others), place.appending("additionalProperties"))
            }
        }
        for keyword in ["additionalProperties", "unevaluatedProperties"] where new[keyword] != nil && old[keyword] != false {
            if new[keyword] == false {
                narrowed(place, keyword, "fields that are not named are no longer accepted")
            } else {
                compare(old.below(old[keyword]), new.below(new[keyword]), place.appending(keyword))
            }
        }
    }

    private mutating func compareElements(_ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        for index in 0..<max(old.prefixCount, new.prefixCount) {
            let here = index < new.prefixCount ? place.appending("prefixItems").appending(index) : place.appending("items")
            compare(old.below(old.element(index)), new.below(new.element(index)), here)
        }
        if let items = new["items"] { compare(old.below(old["items"]), new.below(items), place.appending("items")) }
    }

    /// An alternative that is gone, or narrower at its place in the list.
    private mutating func compareAlternatives(_ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        guard let offered = new["anyOf"]?.array else { return }
        guard let before = old["anyOf"]?.array else { return narrowed(place, "anyOf", "is new") }
        for (index, alternative) in before.enumerated() where !offered.contains(alternative) {
            if index < offered.count, !before.contains(offered[index]) {
                compare(old.below(alternative), new.below(offered[index]), place.appending("anyOf").appending(index))
            } else {
                narrowed(place, "anyOf", "an alternative is gone")
            }
        }
    }

    private mutating func compareConditions(_ old: SchemaView, _ new: SchemaView, _ place: Pointer) {
        let conditions = [
            "$ref", "allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "propertyNames", "contains",
            "minContains", "maxContains", "patternProperties",
        ]
        for keyword in conditions {
            guard let now = new[keyword], now != old[keyword] else { continue }
            if keyword == "allOf", let before = old[keyword]?.array, let now = now.array, now.allSatisfy(before.contains) { continue }
            narrowed(place, keyword, old[keyword] == nil ? "is new" : "changed, and may refuse what was accepted")
        }
    }

    private static func list(_ types: Set<String>) -> String { types.sorted().map { "\"\($0)\"" }.joined(separator: ", ") }
}
