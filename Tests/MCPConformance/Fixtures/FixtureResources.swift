import JSON
import MCP

enum FixtureResources {
    static let list: [Resource] = [
        Resource(uri: "test://static-text", name: "static-text", description: "A text.", mediaType: "text/plain"),
        Resource(uri: "test://static-binary", name: "static-binary", description: "A picture.", mediaType: "image/png"),
        Resource(uri: "test://watched-resource", name: "watched-resource", description: "A text that changes.", mediaType: "text/plain"),
    ]

    static let templates: [ResourceTemplate] = [
        ResourceTemplate(uriTemplate: "test://template/{id}/data", name: "template", description: "Data by its id.", mediaType: "application/json")
    ]

    /// Nil when there is none.
    static func read(_ uri: String) -> ResourceContents? {
        switch uri {
        case "test://static-text":
            return ResourceContents(uri: uri, mediaType: "text/plain", .text("This is the content of the static text resource."))
        case "test://static-binary": return ResourceContents(uri: uri, mediaType: "image/png", .bytes(Samples.image))
        case "test://watched-resource": return ResourceContents(uri: uri, mediaType: "text/plain", .text("This changes now and then."))
        default:
            let parts = uri.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 5, parts[0] == "test:", parts[1].isEmpty, parts[2] == "template", parts[4] == "data" else { return nil }
            let id = String(parts[3])
            let data: JSON = ["id": .string(id), "templateTest": true, "data": .string("Data for ID: \(id)")]
            return ResourceContents(uri: uri, mediaType: "application/json", .text(data.text(.compact)))
        }
    }
}
