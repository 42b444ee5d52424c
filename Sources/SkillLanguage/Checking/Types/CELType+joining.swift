import CEL
import JSON

extension CELType {
    /// The type of a JSON value once expressions see it: every number is a double.
    init(of json: JSON) {
        switch json {
        case .null: self = .null
        case .bool: self = .bool
        case .int, .double: self = .double
        case .string: self = .string
        case .array(let items): self = .list(Self.joined(items.map(CELType.init(of:))))
        case .object(let object):
            var fields: [String: Object.Field] = [:]
            for (key, value) in object { fields[key] = Object.Field(CELType(of: value)) }
            self = .object(Object(fields))
        }
    }

    /// An object with these fields, all of them there, and no others.
    static func record(_ fields: [String: CELType], rest: CELType? = nil) -> CELType {
        .object(Object(fields.mapValues { Object.Field($0) }, rest: rest))
    }

    /// A type that every one of them fits; `dyn` where they differ.
    static func joined(_ types: [CELType]) -> CELType {
        guard let first = types.first else { return .dyn }
        return types.dropFirst().reduce(first) { $0.joined(with: $1) }
    }

    /// The type of a value that is of one or of the other.
    func joined(with other: CELType) -> CELType {
        switch (self, other) {
        case _ where self == other: return self
        case (.dyn, _), (_, .dyn): return .dyn
        case (.null, let type), (let type, .null): return .nullable(type.withoutNull)
        case (.nullable(let a), let b), (let b, .nullable(let a)):
            let inner = a.joined(with: b.withoutNull)
            return inner == .dyn ? .dyn : .nullable(inner)
        case (.list(let a), .list(let b)): return .list(a.joined(with: b))
        case (.map(let k, let v), .map(let l, let w)) where k == l: return .map(k, v.joined(with: w))
        case (.object(let a), .object(let b)): return .object(a.joined(with: b))
        default: return .dyn
        }
    }

    var withoutNull: CELType { if case .nullable(let inner) = self { inner } else { self } }

    /// The type after a trip through JSON, as between steps; nil when a value of this type is no JSON.
    var stored: CELType? {
        switch self {
        case .int, .uint, .double: return .double
        case .bytes, .timestamp, .duration: return .string
        case .list(let element): return element.stored.map(CELType.list)
        case .nullable(let inner): return inner.stored.map(CELType.nullable)
        case .map(_, let value): return value.stored.map { .map(.string, $0) }
        case .object(let object):
            let fields = object.fields.mapValues { Object.Field($0.type.stored ?? .dyn, optional: $0.optional) }
            return .object(Object(fields, rest: object.rest.map { $0.stored ?? .dyn }))
        case .optional, .type: return nil
        case .null, .bool, .string, .dyn: return self
        case .opaque, .parameter, .unknown: return .dyn
        }
    }

    /// Times are texts in JSON.
    var growsWhenStored: Bool {
        switch self {
        case .timestamp, .duration, .bytes: true
        case .list(let inner), .nullable(let inner), .optional(let inner), .map(_, let inner): inner.growsWhenStored
        case .object(let object): object.fields.values.contains { $0.type.growsWhenStored } || object.rest?.growsWhenStored == true
        default: false
        }
    }

    /// The same with every field that might be missing taken for present.
    var complete: CELType {
        switch self {
        case .list(let element): .list(element.complete)
        case .nullable(let inner): .nullable(inner.complete)
        case .map(let key, let value): .map(key, value.complete)
        case .object(let object): .object(Object(object.fields.mapValues { Object.Field($0.type.complete) }, rest: object.rest?.complete))
        default: self
        }
    }
}

extension CELType.Object {
    /// A field that one of them lacks may be missing.
    fileprivate func joined(with other: Self) -> Self {
        var joined: [String: Field] = [:]
        for name in Set(fields.keys).union(other.fields.keys) {
            switch (fields[name], other.fields[name]) {
            case (let a?, let b?): joined[name] = Field(a.type.joined(with: b.type), optional: a.optional || b.optional)
            // In the other one it is a field like any that are not listed.
            case (let only?, nil): joined[name] = Field(other.rest.map { only.type.joined(with: $0) } ?? only.type, optional: true)
            case (nil, let only?): joined[name] = Field(rest.map { only.type.joined(with: $0) } ?? only.type, optional: true)
            case (nil, nil): break
            }
        }
        switch (rest, other.rest) {
        case (let a?, let b?): return Self(joined, rest: a.joined(with: b))
        case (let a?, nil), (nil, let a?): return Self(joined, rest: a)
        case (nil, nil): return Self(joined)
        }
    }
}
