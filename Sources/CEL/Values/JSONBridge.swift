package import JSON

extension Value {
    private static let interoperable: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991

    /// JSON enters CEL: numbers as doubles (CEL's own conversion), except integers beyond 2^53 - 1 in magnitude, which stay ints so
    /// that ids are exact. Arrays and objects are wrapped, not copied.
    package init(_ json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let b): self = .bool(b)
        case .int(let i): self = Self.interoperable.contains(i) ? .double(Double(i)) : .int(i)
        case .double(let d): self = .double(d)
        case .string(let s): self = .string(s)
        case .array(let a): self = .list(List(a))
        case .object(let o): self = .map(Map(o))
        }
    }

    /// The value as JSON. Integral doubles leave as integers, timestamps as RFC 3339, durations as seconds (`1.5s`), bytes as base64,
    /// bool and number keys as text. JSON that was only passed through leaves as it came.
    ///
    /// Throws for NaN, infinity, uints beyond 64 signed bits, optionals, types, and maps whose keys become the same text.
    package func json() throws(EvaluationError) -> JSON {
        switch self {
        case .null: return .null
        case .bool(let b): return .bool(b)
        case .int(let i): return .int(i)
        case .uint(let u):
            guard let i = Int64(exactly: u) else { throw .init(.overflow, "\(u) is too large for a JSON integer") }
            return .int(i)
        case .double(let d):
            guard d.isFinite else { throw .init(.invalidArgument, "JSON has no number \(DoubleText.shortest(d))") }
            return Int64(exactly: d).map(JSON.int) ?? .double(d)
        case .string(let s): return .string(s)
        case .bytes(let b): return .string(Base64.encode(b))
        case .timestamp(let t): return .string(t.text)
        case .duration(let d): return .string(DurationText.seconds(d))
        case .list(let list):
            if case .json(let array) = list.backing { return .array(array) }
            var array: [JSON] = []
            array.reserveCapacity(list.count)
            for value in list.values { array.append(try value.json()) }
            return .array(array)
        case .map(let map): return .object(try map.json())
        case .optional: throw .init(.typeMismatch, "an optional is not JSON: end with .orValue(...)")
        case .type(let t): throw .init(.typeMismatch, "the type \(t.name) is not JSON: write string(x) around it")
        }
    }
}

extension Value.Map {
    fileprivate func json() throws(EvaluationError) -> JSON.Object {
        if case .json(let object) = backing { return object }
        var object = JSON.Object()
        for at in 0..<count {
            let name: String =
                switch key(at: at) {
                case .string(let s): s
                case .bool(let b): String(b)
                case .int(let i): String(i)
                case .uint(let u): String(u)
                default: ""
                }
            guard object.position(of: name) == nil else {
                throw .init(.invalidArgument, "two keys of a map become the same JSON name '\(name)'")
            }
            object[name] = try value(at: at).json()
        }
        return object
    }
}
