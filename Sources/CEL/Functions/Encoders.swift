import JSON

/// Base64 and JSON as text.
enum Encoders {
    static let functions: [Function] = [
        Function(
            "base64.encode", "(bytes) -> string",
            body: .one { value in
                guard case .bytes(let bytes) = value else { return nil }
                return .string(Base64.encode(bytes))
            }),
        Function(
            "base64.decode", "(string) -> bytes",
            body: .one { value throws(EvaluationError) in
                guard case .string(let text) = value else { return nil }
                guard let bytes = Base64.decode(text) else { throw EvaluationError(.invalidArgument, "\(Value.string(text).shown) is not base64") }
                return .bytes(bytes)
            }),
        Function(
            "json", "(dyn) -> string",
            body: .one { value throws(EvaluationError) in
                try Size.check(bytes: Weight.of(value, upTo: Size.bytes))
                return .string(try value.json().text(.compact))
            }),
        Function(
            "json_parse", "(string) -> dyn",
            body: .one { value throws(EvaluationError) in
                guard case .string(let text) = value else { return nil }
                do throws(JSON.ParseError) {
                    return Value(try JSON(parsing: text))
                } catch {
                    throw EvaluationError(.invalidArgument, "json_parse: \(error)")
                }
            }),
    ]
}
