import CEL

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How cel-cpp writes doubles, durations and timestamps.
enum GoogleText {
    static func replaceString(in dialect: inout Dialect, doubles: Bool, times: Bool) {
        let earlier = dialect.library
        dialect.replace(
            "string", ["(dyn) -> string"],
            .one { value throws(EvaluationError) in
                switch value {
                case .double(let number) where doubles: return .string(shortest(number))
                case .timestamp where times, .duration where times: return try standard("string", [value], earlier).map(padded)
                default: return try standard("string", [value], earlier)
                }
            })
    }

    /// What a function of the library gives.
    static func standard(
        _ name: String, _ arguments: [Value], _ library: Library = .standard, isMethod: Bool = false
    ) throws(EvaluationError) -> Value? {
        let names = (0..<arguments.count).map { "v\($0)" }
        let source = isMethod ? "v0.\(name)(\(names.dropFirst().joined(separator: ", ")))" : "\(name)(\(names.joined(separator: ", ")))"
        guard let call = try? Expression(parsing: source, library: library) else { return nil }
        return try call.evaluate(in: Variables(Dictionary(uniqueKeysWithValues: zip(names, arguments))))
    }

    /// The fewest digits that tell the double, with an exponent from a million on and below 0.0001.
    private static func shortest(_ number: Double) -> String {
        if number.isNaN { return number.sign == .minus ? "-nan" : "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        for precision in 1...17 {
            let text = printed("%.*g", number, precision)
            if Double(text) == number { return text.contains("e") || number.magnitude < 1e6 ? text : printed("%.*e", number, precision - 1) }
        }
        return number.description
    }

    /// Fractions of a second have three, six or nine digits.
    private static func padded(_ value: Value) -> Value {
        guard case .string(let text) = value, let point = text.lastIndex(of: ".") else { return value }
        let digits = text[text.index(after: point)...].count { $0.isNumber }
        let zeros = String(repeating: "0", count: (3 - digits % 3) % 3)
        return .string(text.prefix(text.count - 1) + zeros + text.suffix(1))
    }

    static func format(_ form: Value, _ values: Value) throws(EvaluationError) -> Value? {
        guard case (.string(let form), .list(let list)) = (form, values) else { return nil }
        var changed = Array(form.utf8)
        var arguments = list.values
        var used = 0
        var at = 0
        while at < changed.count {
            defer { at += 1 }
            guard changed[at] == UInt8(ascii: "%"), at + 1 < changed.count else { continue }
            at += 1
            while at < changed.count - 1, changed[at] == UInt8(ascii: ".") || (48...57).contains(changed[at]) { at += 1 }
            guard changed[at] != UInt8(ascii: "%") else { continue }
            guard used < arguments.count else { break }
            defer { used += 1 }
            switch (changed[at], arguments[used]) {
            case (UInt8(ascii: "s"), let value): arguments[used] = try spelled(value)
            case (UInt8(ascii: "d"), .double(let number)) where number.isFinite:
                changed[at] = UInt8(ascii: "s")
                arguments[used] = .string(printed("%.*f", number, 6))
            case (UInt8(ascii: "f"), .string(let text)), (UInt8(ascii: "e"), .string(let text)):
                if ["NaN", "Infinity", "-Infinity"].contains(text), let number = Double(text) { arguments[used] = .double(number) }
            default: break
            }
        }
        let text = String(decoding: changed, as: UTF8.self)
        let call = try? Expression(parsing: "form.format(values)")
        return try call?.evaluate(in: Variables(["form": .string(text), "values": .list(Value.List(arguments))]))
    }

    /// The value with what `%s` writes otherwise as text.
    private static func spelled(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .double(let number) where number.isFinite: return .string(printed("%.*g", number, 6))
        case .duration: return try standard("string", [value]).map(padded) ?? value
        case .timestamp:
            // Years below 1000 have no leading zeros.
            guard case .string(let text)? = try standard("string", [value]) else { return value }
            return .string(String(text.drop { $0 == "0" }))
        case .list(let list):
            var elements: [Value] = []
            for element in list.values { elements.append(try spelled(element)) }
            return .list(Value.List(elements))
        case .map(let map):
            var members: [(String, Value)] = []
            for at in 0..<map.count {
                guard case .string(let key)? = try standard("string", [map.key(at: at)]) else { return value }
                members.append((key, try spelled(map.value(at: at))))
            }
            return .map(Value.Map(members))
        default: return value
        }
    }

    private static func printed(_ form: String, _ number: Double, _ precision: Int) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
            let length = withVaList([Int32(precision), number]) { vsnprintf(buffer.baseAddress, buffer.count, form, $0) }
            return String(decoding: buffer.prefix(max(0, Int(length))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
