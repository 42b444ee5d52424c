import JSON

/// A resource as `resources/list` describes it.
package struct Resource: Sendable, Hashable {
    package var uri: String
    package var name: String
    package var title: String?
    package var description: String?
    package var mediaType: String?

    package init(uri: String, name: String, title: String? = nil, description: String? = nil, mediaType: String? = nil) {
        self.uri = uri
        self.name = name
        self.title = title
        self.description = description
        self.mediaType = mediaType
    }

    var json: JSON {
        var object: JSON.Object = ["uri": .string(uri), "name": .string(name)]
        object["title"] = title.map(JSON.string)
        object["description"] = description.map(JSON.string)
        object["mimeType"] = mediaType.map(JSON.string)
        return .object(object)
    }
}

/// A family of resources, by a URI template (RFC 6570).
package struct ResourceTemplate: Sendable, Hashable {
    package var uriTemplate: String
    package var name: String
    package var title: String?
    package var description: String?
    package var mediaType: String?

    package init(uriTemplate: String, name: String, title: String? = nil, description: String? = nil, mediaType: String? = nil) {
        self.uriTemplate = uriTemplate
        self.name = name
        self.title = title
        self.description = description
        self.mediaType = mediaType
    }

    var json: JSON {
        var object: JSON.Object = ["uriTemplate": .string(uriTemplate), "name": .string(name)]
        object["title"] = title.map(JSON.string)
        object["description"] = description.map(JSON.string)
        object["mimeType"] = mediaType.map(JSON.string)
        return .object(object)
    }
}

/// What a resource holds, or a part of it.
package struct ResourceContents: Sendable, Hashable {
    package enum Body: Sendable, Hashable {
        case text(String)
        case bytes([UInt8])
    }

    package var uri: String
    package var mediaType: String?
    package var body: Body

    package init(uri: String, mediaType: String? = nil, _ body: Body) {
        self.uri = uri
        self.mediaType = mediaType
        self.body = body
    }

    var json: JSON {
        var object: JSON.Object = ["uri": .string(uri)]
        object["mimeType"] = mediaType.map(JSON.string)
        switch body {
        case .text(let text): object["text"] = .string(text)
        case .bytes(let bytes): object["blob"] = .string(Base64.encode(bytes))
        }
        return .object(object)
    }
}
