/// Changes at a place, with the meaning RFC 6902 gives them. After an error the value is not to be used.
extension JSON {
    /// Sets a member, inserts an element before the index (`-` appends), or replaces the whole value at the root.
    mutating func add(_ new: JSON, at pointer: Pointer) throws(PatchError.Reason) {
        guard let token = pointer.tokens.last else {
            self = new
            return
        }
        try edit(pointer) { container throws(PatchError.Reason) in
            switch container {
            case .object(var object):
                container = .null
                object[token] = new
                container = .object(object)
            case .array(var items):
                container = .null
                guard let index = token == "-" ? items.count : Pointer.index(token), index <= items.count else {
                    throw .badIndex(pointer, count: items.count)
                }
                items.insert(new, at: index)
                container = .array(items)
            default: throw .notAContainer(pointer)
            }
        }
    }

    mutating func remove(at pointer: Pointer) throws(PatchError.Reason) -> JSON {
        guard let token = pointer.tokens.last else { throw .rootRemoved }
        var removed: JSON?
        try edit(pointer) { container throws(PatchError.Reason) in
            removed = container[Pointer([token])]
            switch container {
            case .object(var object):
                container = .null
                object[token] = nil
                container = .object(object)
            case .array(var items):
                container = .null
                guard let index = Pointer.index(token), items.indices.contains(index) else { throw .badIndex(pointer, count: items.count) }
                items.remove(at: index)
                container = .array(items)
            default: throw .notAContainer(pointer)
            }
        }
        guard let removed else { throw .notFound(pointer) }
        return removed
    }

    mutating func replace(at pointer: Pointer, with new: JSON) throws(PatchError.Reason) {
        guard self[pointer] != nil else { throw .notFound(pointer) }
        guard let parent = pointer.parent, let token = pointer.tokens.last, case .array? = self[parent] else { return try add(new, at: pointer) }
        try edit(pointer) { container throws(PatchError.Reason) in
            guard case .array(var items) = container, let index = Pointer.index(token) else { throw .notAContainer(pointer) }
            container = .null
            items[index] = new
            container = .array(items)
        }
    }

    /// Runs `change` on the container of the place. Containers on the way are emptied while they are changed, so that none is copied.
    private mutating func edit(
        _ pointer: Pointer, from depth: Int = 0, _ change: (inout JSON) throws(PatchError.Reason) -> Void
    ) throws(PatchError.Reason) {
        guard depth < pointer.tokens.count - 1 else { return try change(&self) }
        let token = pointer.tokens[depth]
        let here = Pointer(Array(pointer.tokens[...depth]))
        switch self {
        case .object(var object):
            guard var member = object[token] else { throw .notFound(here) }
            self = .null
            object[token] = .null
            try member.edit(pointer, from: depth + 1, change)
            object[token] = member
            self = .object(object)
        case .array(var items):
            guard let index = Pointer.index(token), items.indices.contains(index) else { throw .badIndex(here, count: items.count) }
            self = .null
            var item = items[index]
            items[index] = .null
            try item.edit(pointer, from: depth + 1, change)
            items[index] = item
            self = .array(items)
        default: throw .notAContainer(here)
        }
    }
}
