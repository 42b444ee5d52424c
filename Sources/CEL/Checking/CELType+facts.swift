extension CELType {
    /// The type of a value about which a fact is known; `path` leads from the value to what the fact is about.
    package func knowing(_ kind: Fact.Kind, at path: ArraySlice<String>) -> CELType {
        guard let name = path.first else { return kind == .notNull ? unwrapped : self }
        switch self {
        case .nullable(let inner): return .nullable(inner.knowing(kind, at: path))
        case .object(let object):
            guard let field = object.fields[name] else { return self }
            var fields = object.fields
            fields[name] = field.knowing(kind, at: path.dropFirst())
            return .object(Object(fields, rest: object.rest))
        default: return self
        }
    }
}

extension CELType.Object.Field {
    /// The same for a field.
    package func knowing(_ kind: Fact.Kind, at path: ArraySlice<String>) -> Self {
        Self(type.knowing(kind, at: path), optional: optional && !(path.isEmpty && kind == .present))
    }
}
