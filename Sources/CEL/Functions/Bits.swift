/// The bit operations of the math extension, on two ints or two uints.
enum Bits {
    static let functions: [Function] = [
        binary("math.bitAnd", { $0 & $1 }, { $0 & $1 }),
        binary("math.bitOr", { $0 | $1 }, { $0 | $1 }),
        binary("math.bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
        shift("math.bitShiftLeft") { $0 << $1 },
        // An int is shifted as 64 bits without a sign.
        shift("math.bitShiftRight") { $0 >> $1 },
        Function(
            "math.bitNot", "(int) -> int", "(uint) -> uint", constant: true,
            body: .one { value in
                switch value {
                case .int(let i): .int(~i)
                case .uint(let u): .uint(~u)
                default: nil
                }
            }),
    ]

    private static func binary(
        _ name: String, _ ints: @escaping @Sendable (Int64, Int64) -> Int64, _ uints: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> Function {
        Function(
            name, "(int, int) -> int", "(uint, uint) -> uint", constant: true,
            body: .two { a, b in
                switch (a, b) {
                case (.int(let a), .int(let b)): .int(ints(a, b))
                case (.uint(let a), .uint(let b)): .uint(uints(a, b))
                default: nil
                }
            })
    }

    private static func shift(_ name: String, _ moved: @escaping @Sendable (UInt64, Int64) -> UInt64) -> Function {
        Function(
            name, "(int, int) -> int", "(uint, int) -> uint", constant: true,
            body: .two { value, offset throws(EvaluationError) in
                guard case .int(let offset) = offset else { return nil }
                let bits: UInt64
                switch value {
                case .int(let i): bits = UInt64(bitPattern: i)
                case .uint(let u): bits = u
                default: return nil
                }
                guard offset >= 0 else { throw EvaluationError(.invalidArgument, "\(name): negative offset \(offset)") }
                let result = offset > 63 ? 0 : moved(bits, offset)
                if case .int = value { return .int(Int64(bitPattern: result)) }
                return .uint(result)
            })
    }
}
