import JSON

/// All places where two values differ, in the order of the old one; what is new comes after.
struct Differences {
    private(set) var found: [JSON] = []

    init(from old: JSON, to new: JSON) { compare(old, new, at: .root) }

    private mutating func compare(_ old: JSON?, _ new: JSON?, at pointer: Pointer) {
        switch (old, new) {
        case (.object(let a)?, .object(let b)?):
            for (key, value) in a { compare(value, b[key], at: pointer.appending(key)) }
            for (key, value) in b where a[key] == nil { compare(nil, value, at: pointer.appending(key)) }
        case (.array(let a)?, .array(let b)?):
            for index in 0..<max(a.count, b.count) { compare(old?[index], new?[index], at: pointer.appending(index)) }
        default:
            guard old != new else { return }
            var object: JSON.Object = ["pointer": .string(pointer.description)]
            object["kind"] = old == nil ? "added" : new == nil ? "removed" : "changed"
            object["from"] = old.map { .string($0.excerpt(200)) }
            object["to"] = new.map { .string($0.excerpt(200)) }
            found.append(.object(object))
        }
    }
}
