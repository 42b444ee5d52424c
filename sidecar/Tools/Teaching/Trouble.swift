import JSON
import MCP

/// Why a tool did not do what it was asked for: what is wrong, what to do, and what became of everything else.
struct Trouble: Error, Sendable {
    /// A stable name for programs.
    var code: String
    /// One sentence.
    var headline: String
    var problems: [Problem] = []
    /// What to do next.
    var advice: String?
    /// What was and was not changed.
    var consequence = "Nothing was changed."

    /// A mistake in one argument.
    static func argument(_ name: String, _ message: String, found: JSON? = nil, repair: String? = nil, example: String? = nil) -> Trouble {
        Trouble(
            code: "invalid_argument", headline: "The argument \"\(name)\" cannot be used.",
            problems: [
                Problem(
                    code: "invalid_argument", pointer: "/\(name)", message: message, found: found?.excerpt(120), repair: repair, example: example)
            ])
    }

    var result: ToolResult {
        let parts = [headline, problems.isEmpty ? nil : problems.text, advice, consequence].compactMap { $0 }
        var object: JSON.Object = ["status": "rejected", "code": .string(code), "message": .string(headline), "problems": problems.json]
        object["advice"] = advice.map(JSON.string)
        object["consequence"] = .string(consequence)
        return ToolResult([.text(parts.joined(separator: "\n\n"))], structured: .object(object), isError: true)
    }
}
