/// `text.format(values)`: `%s %d %f %e %b %o %x %X %%`, `%f` and `%e` with a precision (CEL's strings extension, "Format").
struct Format {
    private var result = ""

    static func format(_ text: Value, _ values: Value) throws(EvaluationError) -> Value? {
        guard case (.string(let form), .list(let values)) = (text, values) else { return nil }
        var format = Format()
        try format.run(Text.scalars(form), values)
        return .string(format.result)
    }

    private mutating func run(_ form: [Unicode.Scalar], _ values: Value.List) throws(EvaluationError) {
        var at = 0
        var used = 0
        while at < form.count {
            let scalar = form[at]
            at += 1
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if at < form.count, form[at] == "%" {
                result += "%"
                at += 1
                continue
            }
            let precision = try precision(form, &at)
            guard at < form.count else { throw invalid("could not parse formatting clause: '%' at the end (write %% for a percent sign)") }
            guard used < values.count else { throw invalid("index \(used) out of range: there are \(values.count) values to format") }
            try append(values[used], as: form[at], precision)
            try Size.check(bytes: result.utf8.count)
            used += 1
            at += 1
        }
    }

    private func precision(_ form: [Unicode.Scalar], _ at: inout Int) throws(EvaluationError) -> Int? {
        guard at < form.count, form[at] == "." else { return nil }
        at += 1
        let digits = form[at...].prefix { $0 >= "0" && $0 <= "9" }
        at += digits.count
        guard let precision = Int(Text.string(digits)), precision <= 1000 else {
            throw invalid("could not parse formatting clause: a precision is a number up to 1000")
        }
        return precision
    }

    private mutating func append(_ value: Value, as clause: Unicode.Scalar, _ precision: Int?) throws(EvaluationError) {
        switch clause {
        case "s": try append(text: value)
        case "d":
            switch value {
            case .int(let i): result += String(i)
            case .uint(let u): result += String(u)
            case .double(let d): result += DoubleText.shortest(d)
            default: throw wrong("decimal clause can only be used on numbers", value)
            }
        case "f": result += DoubleText.fixed(try number(value, "fixed-point"), precision: precision ?? 6)
        case "e": result += DoubleText.scientific(try number(value, "scientific"), precision: precision ?? 6)
        case "b":
            if case .bool(let b) = value { result += b ? "1" : "0" } else {
                result += try digits(value, radix: 2, "only integers and bools can be formatted as binary")
            }
        case "o": result += try digits(value, radix: 8, "octal clause can only be used on integers")
        case "x": result += try hexadecimal(value, uppercase: false)
        case "X": result += try hexadecimal(value, uppercase: true)
        default: throw invalid("could not parse formatting clause: unrecognized formatting clause \"\(clause)\"")
        }
    }

    private func number(_ value: Value, _ clause: String) throws(EvaluationError) -> Double {
        guard let number = Number(value) else { throw wrong("\(clause) clause can only be used on numbers", value) }
        return number.double
    }

    private func digits(_ value: Value, radix: Int, uppercase: Bool = false, _ complaint: String) throws(EvaluationError) -> String {
        switch value {
        case .int(let i): return String(i, radix: radix, uppercase: uppercase)
        case .uint(let u): return String(u, radix: radix, uppercase: uppercase)
        default: throw wrong(complaint, value)
        }
    }

    private func hexadecimal(_ value: Value, uppercase: Bool) throws(EvaluationError) -> String {
        switch value {
        case .string(let s): return hexadecimal(Array(s.utf8), uppercase)
        case .bytes(let b): return hexadecimal(b, uppercase)
        default: return try digits(value, radix: 16, uppercase: uppercase, "only integers, bytes and texts can be formatted as hex")
        }
    }

    private func hexadecimal(_ bytes: [UInt8], _ uppercase: Bool) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: uppercase) }.joined()
    }

    private mutating func append(text value: Value) throws(EvaluationError) {
        switch value {
        case .null: result += "null"
        case .bool(let b): result += String(b)
        case .int(let i): result += String(i)
        case .uint(let u): result += String(u)
        case .double(let d): result += DoubleText.shortest(d)
        case .string(let s): result += s
        case .bytes(let b): result += Self.repaired(b)
        case .timestamp(let t): result += t.text
        case .duration(let d): result += DurationText.seconds(d)
        case .type(let t): result += t.name
        case .list(let list):
            result += "["
            for at in 0..<list.count {
                if at > 0 { result += ", " }
                try append(text: list[at])
            }
            result += "]"
        case .map(let map): try append(map)
        case .optional: throw wrong("string clause cannot be used on optionals", value)
        }
        try Size.check(bytes: result.utf8.count)
    }

    /// Entries in the order of their keys as text.
    private mutating func append(_ map: Value.Map) throws(EvaluationError) {
        var keys: [(text: String, position: Int)] = []
        for at in 0..<map.count {
            var key = Format()
            try key.append(text: map.key(at: at))
            keys.append((key.result, at))
        }
        keys.sort { Text.compare($0.text, $1.text) < 0 }
        result += "{"
        for (at, key) in keys.enumerated() {
            result += at > 0 ? ", \(key.text): " : "\(key.text): "
            try append(text: map.value(at: key.position))
        }
        result += "}"
    }

    /// Bytes as text, each run of invalid ones as one replacement character.
    private static func repaired(_ bytes: [UInt8]) -> String {
        var scalars: [Unicode.Scalar] = []
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var wasInvalid = false
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                scalars.append(scalar)
                wasInvalid = false
            case .error:
                if !wasInvalid { scalars.append("\u{FFFD}") }
                wasInvalid = true
            case .emptyInput: return Text.string(scalars)
            }
        }
    }

    private func invalid(_ message: String) -> EvaluationError { EvaluationError(.invalidArgument, message) }

    private func wrong(_ complaint: String, _ value: Value) -> EvaluationError {
        EvaluationError(.invalidArgument, "error during formatting: \(complaint), was given \(value.kind)")
    }
}
