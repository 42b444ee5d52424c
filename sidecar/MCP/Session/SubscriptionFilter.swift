import JSON

/// Which changes a client wants to hear of.
struct SubscriptionFilter: Sendable, Hashable {
    var tools = false
    var prompts = false
    var resources = false
    var uris: Set<String> = []

    static let mostResources = 1000

    /// From the parameters of `subscriptions/listen`. What the server does not offer is left out.
    init(_ params: Parameters, offers: Offers) throws(MCPError) {
        guard let wanted = try params.object("notifications") else { throw .invalidParameters("params.notifications must be an object") }
        tools = offers.tools && wanted["toolsListChanged"] == true
        prompts = offers.prompts && wanted["promptsListChanged"] == true
        resources = offers.resources && wanted["resourcesListChanged"] == true
        guard let list = wanted["resourceSubscriptions"] else { return }
        guard let items = list.array, items.allSatisfy({ $0.string != nil }) else {
            throw .invalidParameters("params.notifications.resourceSubscriptions must be an array of URIs")
        }
        guard items.count <= Self.mostResources else { throw .invalidParameters("at most \(Self.mostResources) resources can be watched") }
        if offers.resources { uris = Set(items.compactMap(\.string)) }
    }

    func admits(_ change: Change) -> Bool {
        switch change {
        case .tools: tools
        case .prompts: prompts
        case .resources: resources
        case .resource(let uri): uris.contains(uri)
        }
    }

    /// As the acknowledgement tells it.
    var json: JSON {
        var object: JSON.Object = [:]
        if tools { object["toolsListChanged"] = true }
        if prompts { object["promptsListChanged"] = true }
        if resources { object["resourcesListChanged"] = true }
        if !uris.isEmpty { object["resourceSubscriptions"] = .array(uris.sorted().map(JSON.string)) }
        return .object(object)
    }
}

extension Change {
    func notification(subscription: RequestID? = nil) -> Message {
        var params: JSON.Object = [:]
        if let subscription { params["_meta"] = [MetaKey.subscriptionID: subscription.json] }
        if case .resource(let uri) = self { params["uri"] = .string(uri) }
        return .notification(Message.Notification(method: method, params: params))
    }

    private var method: String {
        switch self {
        case .tools: "notifications/tools/list_changed"
        case .prompts: "notifications/prompts/list_changed"
        case .resources: "notifications/resources/list_changed"
        case .resource: "notifications/resources/updated"
        }
    }
}
