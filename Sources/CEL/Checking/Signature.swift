/// One overload of a function: the types it takes, the receiver first, and the one it gives.
package struct Signature: Sendable, Hashable {
    package let isMethod: Bool
    package let parameters: [CELType]
    package let result: CELType

    package init(parameters: [CELType], result: CELType, isMethod: Bool = false) {
        self.parameters = parameters
        self.result = result
        self.isMethod = isMethod
    }

    /// The notation of the language definition: `(list(A)) -> int` for functions, `string.(int) -> string` for methods. Single
    /// capitals are type parameters.
    package init?(_ text: String) {
        var reader = Reader(rest: Substring(text))
        var parameters: [CELType] = []
        isMethod = !reader.take("(")
        if isMethod {
            guard let receiver = reader.type(), reader.take(".(") else { return nil }
            parameters.append(receiver)
        }
        while !reader.take(")") {
            guard let parameter = reader.type() else { return nil }
            parameters.append(parameter)
            _ = reader.take(", ")
        }
        guard reader.take(" -> "), let result = reader.type(), reader.rest.isEmpty else { return nil }
        self.parameters = parameters
        self.result = result
    }

    /// One that is written in this module.
    init(builtIn text: String) {
        guard let signature = Signature(text) else { preconditionFailure("the signature of a built-in function is well formed: \(text)") }
        self = signature
    }

    private struct Reader {
        var rest: Substring

        mutating func take(_ text: String) -> Bool {
            guard rest.hasPrefix(text) else { return false }
            rest = rest.dropFirst(text.count)
            return true
        }

        mutating func type() -> CELType? {
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            var arguments: [CELType] = []
            if ["list", "map", "optional", "type"].contains(name) {
                guard take("(") else { return nil }
                while !take(")") {
                    guard let argument = type() else { return nil }
                    arguments.append(argument)
                    _ = take(", ")
                }
            }
            return Self.type(String(name), arguments)
        }

        private static func type(_ name: String, _ arguments: [CELType]) -> CELType? {
            switch (name, arguments.count) {
            case ("list", 1): .list(arguments[0])
            case ("map", 2): .map(arguments[0], arguments[1])
            case ("optional", 1): .optional(arguments[0])
            case ("type", 1): .type(arguments[0])
            default: simple[name] ?? (name.count == 1 ? .parameter(name) : nil)
            }
        }

        private static let simple: [String: CELType] = [
            "dyn": .dyn, "null": .null, "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
            "timestamp": .timestamp, "duration": .duration,
        ]
    }
}
