package import JSON

/// What a tool call came to, for the model to read.
package struct ToolResult: Sendable, Hashable {
    package var content: [Block]
    /// For programs; it has to fit the tool's output schema.
    package var structured: JSON?
    /// The call did not do what it should; `content` says what to do about it.
    package var isError: Bool

    package init(_ content: [Block], structured: JSON? = nil, isError: Bool = false) {
        self.content = content
        self.structured = structured
        self.isError = isError
    }

    package init(_ text: String, isError: Bool = false) {
        self.init([.text(text)], isError: isError)
    }

    /// A value for programs, with its JSON as text for clients that read only that.
    package init(structured: JSON) {
        self.init([.text(structured.text(.compact))], structured: structured)
    }

    /// Before 2026-07-28 a structured output is an object; another value stays in the text alone.
    func json(in revision: Revision) -> JSON.Object {
        var object: JSON.Object = ["content": .array(content.map(\.json))]
        if revision.isStateless || structured?.object != nil { object["structuredContent"] = structured }
        if isError { object["isError"] = true }
        return object
    }
}
