/// The functions an expression may call, by name, style and number of arguments.
package struct Library: Sendable {
    private var functions: [String: [Function]] = [:]

    package init(_ functions: [Function] = []) { add(functions) }

    /// The functions of CEL and of its extensions for texts, numbers, lists, encodings and optionals, and `json`, `json_parse`.
    package static let standard = Library(
        Conversions.functions + Strings.functions + StringEdits.functions + Times.functions + Mathematics.functions + Bits.functions
            + Lists.functions + Encoders.functions + Optionals.functions)

    /// Later functions replace earlier ones with the same name, style and number of arguments.
    package mutating func add(_ added: [Function]) {
        for function in added {
            let (isMethod, arity) = (function.isMethod, function.arity)
            let others = (functions[function.name] ?? []).filter { other in other.isMethod != isMethod || other.arity != arity }
            functions[function.name] = others + [function]
        }
    }

    package func adding(_ added: [Function]) -> Library {
        var library = self
        library.add(added)
        return library
    }

    /// `arity` counts a method's receiver. A function that takes any number comes after one that takes just this one.
    func function(_ name: String, isMethod: Bool, arity: Int) -> Function? {
        let named = functions(name, isMethod: isMethod)
        return named.first { $0.arity == arity } ?? named.first { $0.arity == nil }
    }

    /// Every function of a name and style.
    func functions(_ name: String, isMethod: Bool) -> [Function] { (functions[name] ?? []).filter { $0.isMethod == isMethod } }

    /// The names of all functions (or methods), sorted.
    func names(methods: Bool) -> [String] {
        functions.filter { $0.value.contains { $0.isMethod == methods } }.map(\.key).sorted()
    }
}
