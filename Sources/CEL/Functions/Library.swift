/// The functions an expression may call, by name, style and number of arguments.
package struct Library: Sendable {
    private struct Key: Hashable {
        let name: String
        let isMethod: Bool
        /// Nil: any number.
        let arity: Int?
    }
    private var functions: [Key: Function] = [:]

    package init(_ functions: [Function] = []) { add(functions) }

    /// The functions of CEL and of its extensions for texts, numbers, lists, encodings and optionals, and `json`, `json_parse`.
    package static let standard = Library(
        Conversions.functions + Strings.functions + StringEdits.functions + Times.functions + Mathematics.functions + Bits.functions
            + Lists.functions + Encoders.functions + Optionals.functions)

    /// Later functions replace earlier ones with the same name, style and number of arguments.
    package mutating func add(_ added: [Function]) {
        for function in added { functions[Key(name: function.name, isMethod: function.isMethod, arity: function.arity)] = function }
    }

    package func adding(_ added: [Function]) -> Library {
        var library = self
        library.add(added)
        return library
    }

    /// `arity` counts a method's receiver.
    func function(_ name: String, isMethod: Bool, arity: Int) -> Function? {
        functions[Key(name: name, isMethod: isMethod, arity: arity)] ?? functions[Key(name: name, isMethod: isMethod, arity: nil)]
    }

    /// Every function of a name and style.
    func functions(_ name: String, isMethod: Bool) -> [Function] {
        functions.values.filter { $0.name == name && $0.isMethod == isMethod }
            .sorted { ($0.arity ?? 0) < ($1.arity ?? 0) }
    }

    /// The names of all functions (or methods), sorted.
    func names(methods: Bool) -> [String] { Set(functions.values.filter { $0.isMethod == methods }.map(\.name)).sorted() }
}
