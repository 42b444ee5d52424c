package import Pattern

/// Why a document is not a schema that can be used, and where.
package struct SchemaError: Error, Hashable {
    package enum Reason: Sendable, Hashable {
        case notASchema
        case unknownKeyword(String, nearest: String?)
        case badValue(keyword: String, expected: String)
        case badPattern(String, PatternError)
        case unsupported(String)
        case remoteReference(String)
        case unresolvedReference(String)
        case duplicateIdentifier(String)
        case endlessReference
        case tooDeep(limit: Int)
    }

    package let reason: Reason
    /// The place in the schema.
    package let pointer: Pointer

    package var message: String {
        switch reason {
        case .notASchema: "a schema is an object, true or false"
        case .unknownKeyword(let name, nil): "unknown keyword \(name.debugDescription)"
        case .unknownKeyword(let name, let nearest?): "unknown keyword \(name.debugDescription); did you mean \(nearest.debugDescription)?"
        case .badValue(let keyword, let expected): "\(keyword.debugDescription) must be \(expected)"
        case .badPattern(let source, let error): "\(source.debugDescription) is not a pattern: \(error)"
        case .unsupported(let keyword): "\(keyword.debugDescription) is not supported"
        case .remoteReference(let text): "\(text.debugDescription) refers to another document, which is not supported; copy it under \"$defs\""
        case .unresolvedReference(let text): "\(text.debugDescription) refers to nothing in this document"
        case .duplicateIdentifier(let text): "\(text.debugDescription) names two places"
        case .endlessReference: "the schema refers to itself without going into the value, so checking would never end"
        case .tooDeep(let limit): "subschemas are nested more than \(limit) levels deep"
        }
    }
}

extension SchemaError: CustomStringConvertible {
    package var description: String { pointer == .root ? message : "\(pointer): \(message)" }
}
