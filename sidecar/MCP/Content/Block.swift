import JSON

/// One piece of what a tool or a prompt has to say.
package enum Block: Sendable, Hashable {
    case text(String)
    case image([UInt8], mediaType: String)
    case audio([UInt8], mediaType: String)
    case resource(ResourceContents)
    case link(Resource)

    var json: JSON {
        switch self {
        case .text(let text): ["type": "text", "text": .string(text)]
        case .image(let bytes, let mediaType): ["type": "image", "data": .string(Base64.encode(bytes)), "mimeType": .string(mediaType)]
        case .audio(let bytes, let mediaType): ["type": "audio", "data": .string(Base64.encode(bytes)), "mimeType": .string(mediaType)]
        case .resource(let contents): ["type": "resource", "resource": contents.json]
        case .link(let resource): linked(resource)
        }
    }

    private func linked(_ resource: Resource) -> JSON {
        var object: JSON.Object = ["type": "resource_link"]
        for (key, value) in resource.json.object ?? [:] { object[key] = value }
        return .object(object)
    }
}
