/// `size`, `type`, `dyn` and the conversions between types.
enum Conversions {
    static let functions: [Function] = [
        Function("size", "(string) -> int", "(bytes) -> int", "(list(A)) -> int", "(map(A, B)) -> int", constant: true, body: .one(size)),
        Function("size", "string.() -> int", "bytes.() -> int", "list(A).() -> int", "map(A, B).() -> int", constant: true, body: .one(size)),
        Function("type", "(A) -> type(A)", constant: true, body: .one { .type($0.typeName) }),
        Function("dyn", "(A) -> dyn", constant: true, body: .one { $0 }),
        Function("bool", "(bool) -> bool", "(string) -> bool", constant: true, body: .one(bool)),
        Function("int", "(int) -> int", "(uint) -> int", "(double) -> int", "(string) -> int", "(timestamp) -> int", constant: true, body: .one(int)),
        Function("uint", "(uint) -> uint", "(int) -> uint", "(double) -> uint", "(string) -> uint", constant: true, body: .one(uint)),
        Function("double", "(double) -> double", "(int) -> double", "(uint) -> double", "(string) -> double", constant: true, body: .one(double)),
        Function(
            "string", "(string) -> string", "(bool) -> string", "(int) -> string", "(uint) -> string", "(double) -> string", "(bytes) -> string",
            "(timestamp) -> string", "(duration) -> string", body: .one(string)),
        Function("bytes", "(bytes) -> bytes", "(string) -> bytes", body: .one(bytes)),
        Function("timestamp", "(timestamp) -> timestamp", "(string) -> timestamp", "(int) -> timestamp", constant: true, body: .one(timestamp)),
        Function("duration", "(duration) -> duration", "(string) -> duration", constant: true, body: .one(duration)),
    ]

    private static func size(_ value: Value) -> Value? {
        switch value {
        case .string(let s): .int(Int64(Text.length(s)))
        case .bytes(let b): .int(Int64(b.count))
        case .list(let l): .int(Int64(l.count))
        case .map(let m): .int(Int64(m.count))
        default: nil
        }
    }

    private static func bool(_ value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .bool: return value
        case .string(let s):
            switch s {
            case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
            case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
            default: throw unreadable(s, "bool")
            }
        default: return nil
        }
    }

    private static func int(_ value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .int: return value
        case .uint(let u):
            guard let i = Int64(exactly: u) else { throw range("int") }
            return .int(i)
        case .double(let d):
            // Both ends are refused: the doubles there stand for more than one integer.
            guard d > -0x1p63, d < 0x1p63 else { throw range("int") }
            return .int(Int64(d))
        case .string(let s):
            guard let i = Int64(s) else { throw unreadable(s, "int") }
            return .int(i)
        case .timestamp(let t): return .int(t.seconds)
        default: return nil
        }
    }

    private static func uint(_ value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .uint: return value
        case .int(let i):
            guard let u = UInt64(exactly: i) else { throw range("uint") }
            return .uint(u)
        case .double(let d):
            guard d >= 0, d < 0x1p64 else { throw range("uint") }
            return .uint(UInt64(d))
        case .string(let s):
            guard let u = UInt64(s), !s.hasPrefix("-") else { throw unreadable(s, "uint") }
            return .uint(u)
        default: return nil
        }
    }

    private static func double(_ value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .double: return value
        case .int(let i): return .double(Double(i))
        case .uint(let u): return .double(Double(u))
        case .string(let s):
            guard let d = Double(s) else { throw unreadable(s, "double") }
            if d.isInfinite, s.utf8.contains(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { throw range("double") }
            return .double(d)
        default: return nil
        }
    }

    private static func string(_ value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .string: return value
        case .bool(let b): return .string(String(b))
        case .int(let i): return .string(String(i))
        case .uint(let u): return .string(String(u))
        case .double(let d): return .string(DoubleText.shortest(d))
        case .bytes(let b):
            guard let text = String(validating: b, as: UTF8.self) else { throw EvaluationError(.invalidArgument, "invalid UTF-8 in bytes") }
            return .string(text)
        case .timestamp(let t): return .string(t.text)
        case .duration(let d): return .string(DurationText.seconds(d))
        default: return nil
        }
    }

    private static func bytes(_ value: Value) -> Value? {
        switch value {
        case .bytes: value
        case .string(let s): .bytes(Array(s.utf8))
        default: nil
        }
    }

    private static func timestamp(_ value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .timestamp: return value
        case .int(let seconds):
            guard let timestamp = Timestamp(seconds: seconds, adding: 0) else { throw range("timestamp") }
            return .timestamp(timestamp)
        case .string(let s):
            guard let timestamp = TimestampText.parse(s) else {
                throw EvaluationError(.invalidArgument, "\(value.shown) is no timestamp in range: write it as 2026-01-31T23:59:59Z, years 1 to 9999")
            }
            return .timestamp(timestamp)
        default: return nil
        }
    }

    private static func duration(_ value: Value) throws(EvaluationError) -> Value? {
        switch value {
        case .duration: return value
        case .string(let s):
            guard let duration = DurationText.parse(s) else {
                throw EvaluationError(.invalidArgument, "\(value.shown) is no duration in range: write it as 90s, 1h30m or 250ms")
            }
            return .duration(duration)
        default: return nil
        }
    }

    private static func range(_ type: String) -> EvaluationError { EvaluationError(.overflow, "out of range of \(type)") }

    private static func unreadable(_ text: String, _ type: String) -> EvaluationError {
        EvaluationError(.invalidArgument, "type conversion error: \(Value.string(text).shown) is no \(type)")
    }
}
