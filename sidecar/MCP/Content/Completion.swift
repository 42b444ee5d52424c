import JSON

/// What a client would like to be completed: an argument of a prompt, or a variable of a resource template.
package struct CompletionQuery: Sendable, Hashable {
    package enum Subject: Sendable, Hashable {
        case prompt(String)
        case resourceTemplate(String)
    }

    package var subject: Subject
    package var argument: String
    /// What has been typed so far.
    package var value: String
    /// Arguments that are settled already.
    package var settled: [String: String]
}

/// Suggestions, best first.
package struct Completion: Sendable, Hashable {
    package static let none = Completion(values: [])

    /// At most 100 are sent; there being more is told.
    package var values: [String]
    package var total: Int

    package init(values: [String], total: Int? = nil) {
        self.values = values
        self.total = total ?? values.count
    }

    var json: JSON.Object {
        let sent = values.prefix(100)
        return [
            "completion": [
                "values": .array(sent.map(JSON.string)), "total": .int(Int64(total)), "hasMore": .bool(total > sent.count),
            ]
        ]
    }
}
