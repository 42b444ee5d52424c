import CEL
import JSON

/// A way to evaluate: Ratchet's own, or Ratchet's with some things done as the other implementation does them.
struct Dialect: Sendable {
    var profile = Profile.ratchet
    var library = Library.standard
    /// Changes to the source, made in order before it is parsed.
    var rewrites: [@Sendable (String) -> String] = []

    /// The ints of the data are those that doubles can hold: what a comparison with a double sees where it is one of doubles.
    var roundsInts = false

    enum Outcome: Sendable, Hashable {
        case value(String)
        case failed(String)
        /// A value that cannot be shown, and why.
        case hidden(String)
    }

    func outcome(_ each: Case) -> Outcome {
        var variables = Variables()
        for (name, value) in each.data { variables[name] = Value(roundsInts ? Self.rounded(value) : value) }
        do {
            let source = rewrites.reduce(each.source) { $1($0) }
            let expression = try Expression(parsing: source, profile: profile, library: library)
            let value = try expression.evaluate(in: variables)
            return TypedText.of(value).map(Outcome.value) ?? .hidden("an optional")
        } catch {
            return .failed("\(error)")
        }
    }

    private static func rounded(_ value: JSON) -> JSON {
        switch value {
        case .int(let int): .int(Int64(exactly: Double(int)) ?? int)
        case .array(let items): .array(items.map(rounded))
        case .object(let object): .object(JSON.Object(object.map { ($0, rounded($1)) }))
        default: value
        }
    }

    mutating func replace(_ name: String, _ signatures: [String], _ body: Function.Body) {
        library.add([Function(name, signatures.compactMap { Signature($0) }, body: body)])
    }

    mutating func rewrite(_ old: String, _ new: String) { rewrites.append { Self.replacing(old, by: new, in: $0) } }

    static func replacing(_ old: String, by new: String, in text: String) -> String {
        var result: [UInt8] = [], rest = Array(text.utf8)[...]
        let old = Array(old.utf8)
        while !rest.isEmpty {
            if rest.starts(with: old) {
                result += Array(new.utf8)
                rest.removeFirst(old.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
