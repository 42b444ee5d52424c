package import JSON

extension Tool {
    /// What is wrong with arguments, as a result the model can act on; nil when they fit the tool's schema.
    package func complaint(about arguments: JSON.Object) -> ToolResult? {
        let complaints = complaints(about: .object(arguments), against: inputSchema)
        guard !complaints.isEmpty else { return nil }
        let lines = complaints.map { "- arguments" + $0 }
        return ToolResult("\(name) was not called; its arguments do not fit its input schema:\n" + lines.joined(separator: "\n"), isError: true)
    }

    /// How a result breaks the tool's promise about its output; nil when it keeps it. An error need not keep it.
    func breach(by result: ToolResult) -> String? {
        guard let outputSchema, !result.isError else { return nil }
        guard let structured = result.structured else { return "\(name) returned nothing for its output schema" }
        return complaints(about: structured, against: outputSchema).first.map { "what \(name) returned does not fit its output schema: output\($0)" }
    }

    /// Each begins with the place in the value.
    private func complaints(about value: JSON, against schema: JSON) -> [String] {
        do throws(SchemaError) {
            return try Schema(compiling: schema, keywords: .lenient).validate(value, limit: 10).map { violation in
                "\(violation.instance == .root ? "" : "\(violation.instance)"): \(violation.message)"
            }
        } catch {
            return [": the schema of \(name) is itself not valid: \(error)"]
        }
    }
}
