/// The overloads of the operators (langdef, "List of Standard Definitions").
enum OperatorSignatures {
    static let all: [String: [Signature]] = {
        let ordered = ["bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration"].map { "(\($0), \($0)) -> bool" }
        let numbers = ["int", "uint", "double"].map { "(\($0), \($0)) -> \($0)" }
        return parsed([
            "!_": ["(bool) -> bool"],
            "-_": ["(int) -> int", "(double) -> double"],
            "_==_": ["(A, A) -> bool"],
            "_!=_": ["(A, A) -> bool"],
            "_<_": ordered, "_<=_": ordered, "_>_": ordered, "_>=_": ordered,
            "_+_": numbers + [
                "(string, string) -> string", "(bytes, bytes) -> bytes", "(list(A), list(A)) -> list(A)", "(timestamp, duration) -> timestamp",
                "(duration, timestamp) -> timestamp", "(duration, duration) -> duration",
            ],
            "_-_": numbers + ["(timestamp, timestamp) -> duration", "(timestamp, duration) -> timestamp", "(duration, duration) -> duration"],
            "_*_": numbers,
            "_/_": numbers,
            "_%_": ["(int, int) -> int", "(uint, uint) -> uint"],
            "@in": ["(A, list(A)) -> bool", "(A, map(A, B)) -> bool"],
        ])
    }()

    /// What numbers of different types may do where they are promoted.
    static let mixed: [String: [Signature]] = {
        let arithmetic = ["(int, double) -> double", "(double, int) -> double"]
        let comparison = ["(int, double) -> bool", "(double, int) -> bool"]
        var table: [String: [String]] = [:]
        for name in ["_+_", "_-_", "_*_", "_/_"] { table[name] = arithmetic }
        for name in ["_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"] { table[name] = comparison }
        table["@in"] = ["(int, list(double)) -> bool", "(double, list(int)) -> bool"]
        return parsed(table)
    }()

    private static func parsed(_ table: [String: [String]]) -> [String: [Signature]] {
        table.mapValues { $0.map(Signature.init(builtIn:)) }
    }
}

extension Value {
    /// The static type of a literal.
    var staticType: CELType { typeName.staticType }
}

extension TypeName {
    /// The type a name denotes, its parameters left open.
    var staticType: CELType {
        switch name {
        case "null_type": .null
        case "bool": .bool
        case "int": .int
        case "uint": .uint
        case "double": .double
        case "string": .string
        case "bytes": .bytes
        case "list": .list(.dyn)
        case "map": .map(.dyn, .dyn)
        case "google.protobuf.Timestamp": .timestamp
        case "google.protobuf.Duration": .duration
        case "optional_type": .optional(.dyn)
        case "type": .type(.dyn)
        default: .opaque(name, [])
        }
    }
}
