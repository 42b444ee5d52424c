extension Schema {
    /// The value with every absent property filled in that has a `default`: those of the value itself, of its members and of its items,
    /// as far as `properties`, `items`, `prefixItems`, `allOf` and `$ref` lead to them. A default is taken as it is written; nothing is
    /// filled into it. Branches that depend on the value (`anyOf`, `if` and the like) fill in nothing.
    package func applyingDefaults(to value: JSON) -> JSON { filled(0, value) }

    private func filled(_ number: Int, _ value: JSON) -> JSON {
        var value = value
        for rule in nodes[number].rules {
            switch (rule.check, value) {
            case (.reference(let node), _): value = filled(node, value)
            case (.all(let branches), _): for branch in branches { value = filled(branch, value) }
            case (.members(let members), .object(let object)): value = .object(filled(members, object))
            case (.items(let node, let start), .array(let items)):
                value = .array(items.enumerated().map { $0 < start ? $1 : filled(node, $1) })
            case (.prefixItems(let prefix), .array(let items)):
                value = .array(items.enumerated().map { $0 < prefix.count ? filled(prefix[$0], $1) : $1 })
            default: break
            }
        }
        return value
    }

    private func filled(_ members: SchemaMembers, _ object: JSON.Object) -> JSON.Object {
        var object = object
        for (name, node) in zip(members.names, members.nodes) {
            if let present = object[name] {
                object[name] = filled(node, present)
            } else if let absent = defaultValue(of: node) {
                object[name] = absent
            }
        }
        return object
    }

    /// A node's own default, else that of the schema it refers to.
    private func defaultValue(of number: Int) -> JSON? {
        if let own = nodes[number].defaultValue { return own }
        for rule in nodes[number].rules {
            if case .reference(let node) = rule.check { return defaultValue(of: node) }
        }
        return nil
    }
}
