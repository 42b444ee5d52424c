import JSON

@testable import CEL

/// One case of cel-spec's conformance suite, in its JSON form.
struct ConformanceCase: Sendable {
    enum Expectation: Sendable {
        case value(Value)
        case error
        case type(CELType, Value?)
    }

    let file: String
    let section: String
    let name: String
    let source: String
    let expandsMacros: Bool
    let isChecked: Bool
    let isCheckOnly: Bool
    let container: String
    let declarations: [JSON]
    let bindings: [String: Value]
    let expectation: Expectation

    var label: String { "\(file)/\(section)/\(name): \(source)" }

    init?(_ json: JSON) {
        guard let file = json["file"]?.string, let section = json["section"]?.string, let name = json["name"]?.string,
            let source = json["expr"]?.string, let expect = json["expect"]
        else { return nil }
        (self.file, self.section, self.name, self.source) = (file, section, name, source)
        expandsMacros = json["disable_macros"]?.bool != true
        isChecked = json["disable_check"]?.bool != true
        isCheckOnly = json["check_only"]?.bool == true
        container = json["container"]?.string ?? ""
        declarations = json["type_env"]?.array ?? []
        var bindings: [String: Value] = [:]
        for (name, value) in json["bindings"]?.object ?? [:] { bindings[name] = Value(conformance: value) }
        self.bindings = bindings
        let value = expect["value"].flatMap { Value(conformance: $0) }
        if let type = expect["type"] {
            expectation = .type(CELType(conformance: type), value)
        } else if let value {
            expectation = .value(value)
        } else if expect["error"] != nil {
            expectation = .error
        } else {
            return nil
        }
    }
}

extension Value {
    init?(conformance json: JSON) {
        guard let object = json.object, let kind = object.keys.first, let body = object.values.first else { return nil }
        switch kind {
        case "null": self = .null
        case "bool": self = .bool(body.bool ?? false)
        case "int": self = .int(body.string.flatMap { Int64($0) } ?? 0)
        case "uint": self = .uint(body.string.flatMap { UInt64($0) } ?? 0)
        case "double": self = .double(body.double ?? body.string.flatMap { Double($0) } ?? 0)
        case "string": self = .string(body.string ?? "")
        case "bytes": self = .bytes(body.string.flatMap(Base64.decode) ?? [])
        case "list": self = .list(List((body.array ?? []).compactMap { Value(conformance: $0) }))
        case "map":
            var entries = Map.Entries()
            for pair in body.array ?? [] {
                guard let key = pair[0].flatMap({ Value(conformance: $0) }), let value = pair[1].flatMap({ Value(conformance: $0) })
                else { return nil }
                _ = entries.add(key, value)
            }
            self = .map(Map(entries))
        case "type": self = .type(TypeName(body.string ?? ""))
        case "timestamp": self = .timestamp(Timestamp(seconds: Self.integer(body["seconds"]), nanoseconds: Int32(Self.integer(body["nanos"]))))
        case "duration": self = .duration(.seconds(Self.integer(body["seconds"])) + .nanoseconds(Self.integer(body["nanos"])))
        default: return nil
        }
    }

    private static func integer(_ json: JSON?) -> Int64 { json?.int ?? json?.string.flatMap { Int64($0) } ?? 0 }

    /// Same type and same value; NaN is NaN, and 0.0 is not -0.0.
    func isIdentical(to other: Value) -> Bool {
        switch (self, other) {
        case (.double(let a), .double(let b)): (a.isNaN && b.isNaN) || (a == b && a.sign == b.sign)
        case (.list(let a), .list(let b)): a.count == b.count && (0..<a.count).allSatisfy { a[$0].isIdentical(to: b[$0]) }
        case (.map(let a), .map(let b)):
            a.count == b.count && (0..<a.count).allSatisfy { at in b[a.key(at: at)].map { a.value(at: at).isIdentical(to: $0) } ?? false }
        default: typeName == other.typeName && equals(other)
        }
    }
}

extension CELType {
    init(conformance json: JSON) {
        guard let object = json.object, let kind = object.keys.first, let body = object.values.first else {
            self = .dyn
            return
        }
        func type(_ name: String) -> CELType { body[name].map { CELType(conformance: $0) } ?? .dyn }
        let parameters = (body["parameterTypes"]?.array ?? []).map { CELType(conformance: $0) }
        switch (kind, body.string ?? body["name"]?.string ?? "") {
        case ("primitive", "BOOL"): self = .bool
        case ("primitive", "INT64"): self = .int
        case ("primitive", "UINT64"): self = .uint
        case ("primitive", "DOUBLE"): self = .double
        case ("primitive", "STRING"): self = .string
        case ("primitive", "BYTES"): self = .bytes
        case ("null", _): self = .null
        case ("wrapper", _): self = .nullable(CELType(conformance: ["primitive": body]))
        case ("wellKnown", "TIMESTAMP"), ("messageType", "google.protobuf.Timestamp"): self = .timestamp
        case ("wellKnown", "DURATION"), ("messageType", "google.protobuf.Duration"): self = .duration
        case ("listType", _): self = .list(type("elemType"))
        case ("mapType", _): self = .map(type("keyType"), type("valueType"))
        case ("type", _): self = .type(CELType(conformance: body))
        case ("typeParam", let name): self = .parameter(name)
        case ("abstractType", "optional_type"): self = .optional(parameters.first ?? .dyn)
        case ("abstractType", let name): self = .opaque(name, parameters)
        default: self = .dyn
        }
    }
}
