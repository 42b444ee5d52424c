import MCP
import SkillLanguage
import Workspace

/// What is embedded in the program: the language reference, its schemas, the callables and the examples.
enum Library {
    private struct Book {
        let resource: Resource
        let bytes: [UInt8]
    }

    private static let books: [Book] = [
        Book(
            resource: Resource(
                uri: "skill-language://1", name: "skill-language", title: "The skill language",
                description: "All one needs to write a skill, on one page. Read it first.", mediaType: "text/markdown"),
            bytes: PackageResources.skill_language_md),
        Book(
            resource: Resource(
                uri: "skill-language://1/schema", name: "skill-schema", title: "JSON Schema of skills", mediaType: "application/schema+json"),
            bytes: LanguageSchemas.skill),
        Book(
            resource: Resource(
                uri: "skill-language://1/loop-schema", name: "loop-schema", title: "JSON Schema of loops", mediaType: "application/schema+json"),
            bytes: LanguageSchemas.loop),
        Book(
            resource: Resource(
                uri: "skill-language://1/callables", name: "callables", title: "What steps can call",
                description: "Input and output of each built-in callable as JSON Schemas.", mediaType: "application/json"),
            bytes: LanguageSchemas.callables),
    ] + examples

    private static let examples: [Book] = NewWorkspace.files.compactMap { path, bytes in
        guard let name = WorkspaceLayout.skillName(atPath: path) else { return nil }
        return Book(
            resource: Resource(
                uri: "skill-language://1/examples/\(name)", name: "example-\(name)", title: "Example: \(name)",
                description: "A whole skill as it is shipped, with its tests.", mediaType: "application/json"),
            bytes: bytes)
    }

    static let resources = books.map(\.resource)

    static func contents(of uri: String) -> ResourceContents? {
        guard let book = books.first(where: { $0.resource.uri == uri }) else { return nil }
        return ResourceContents(uri: uri, mediaType: book.resource.mediaType, .text(String(decoding: book.bytes, as: UTF8.self)))
    }
}
