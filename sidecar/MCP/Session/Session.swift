import CivilTime
import JSON

/// The protocol with one client, of either era, without any I/O: a message in, effects out.
///
/// A request that names its revision in `_meta` is stateless and stands for itself. `initialize` makes the others part of a session.
struct Session: Sendable {
    struct Options: Sendable {
        var information: ServerInformation
        var offers: Offers
        var seal: StateSeal
        /// Beyond them, requests are refused.
        var mostRequests: Int
        /// Whether every request has to be stateless, as the transport may know beforehand.
        var isStateless: Bool
    }

    let options: Options
    /// Who the transport says is at the other end.
    let principal: String?
    /// The client that has sent `initialize`.
    private(set) var client: Client?
    var underWay: [RequestID: UnderWay] = [:]
    var listening: [RequestID: SubscriptionFilter] = [:]
    /// Resources the client of a session watches.
    private var watched: Set<String> = []
    private var logLevel = LogLevel.info
    /// Requests to the client that it has not answered, with the call and the key they are for.
    var questions: [RequestID: (call: RequestID, key: String)] = [:]
    private var questionsAsked: Int64 = 0

    init(_ options: Options, principal: String? = nil) {
        self.options = options
        self.principal = principal
    }

    /// Whether a handler is at work or will be called again.
    var isBusy: Bool { !underWay.isEmpty }

    mutating func receive(_ message: Message, at now: Instant) -> [Effect] {
        switch message {
        case .request(let request):
            do throws(MCPError) {
                return try answer(request, now)
            } catch {
                return [.send(refusal(of: request, error), about: request.id)]
            }
        case .notification(let notification): return heed(notification)
        case .response(let response): return take(response)
        }
    }

    /// What to send when a frame could not be read.
    func refuse(_ unreadable: UnreadableMessage) -> Message {
        .response(Message.Response(id: unreadable.id, .error(unreadable.error.remote(in: client?.revision ?? .july2026))))
    }

    /// The revision a request is in, as far as can be told; it decides the codes of errors.
    func revision(of request: Message.Request) -> Revision {
        isStateless(request) ? .july2026 : (client?.revision ?? .newestWithSession)
    }

    private func refusal(of request: Message.Request, _ error: MCPError) -> Message {
        .response(Message.Response(id: request.id, .error(error.remote(in: revision(of: request)))))
    }

    private mutating func answer(_ request: Message.Request, _ now: Instant) throws(MCPError) -> [Effect] {
        guard underWay[request.id] == nil, listening[request.id] == nil else {
            throw .invalidRequest("a request with the id \(request.id.json.text(.compact)) is under way already")
        }
        guard underWay.count + listening.count < options.mostRequests else { throw .tooManyRequests(limit: options.mostRequests) }
        let params = Parameters(request.params)
        let meta = try params.object("_meta")
        guard !isStateless(request) else { return try answerStateless(request, params, meta, now) }
        if request.method == "initialize" { return try initialize(request.id, params) }
        if request.method == "ping" { return [done(request.id)] }
        guard let client else { throw .invalidRequest("send \"initialize\" first, or name the revision in params._meta") }
        if let effects = try answerInSession(request, params) { return effects }
        let operation = try Operation(request.method, params, offers: options.offers, client: client)
        let asTask = operation.mayBeTask(offers: options.offers, client: client) ? try params.object("task") != nil : false
        return start(request.id, operation, client, try RequestMeta(meta), responses: [:], state: nil, asTask: asTask)
    }

    private func isStateless(_ request: Message.Request) -> Bool {
        if options.isStateless || request.params["_meta"]?[MetaKey.protocolVersion] != nil { return true }
        return client == nil && ["server/discover", "subscriptions/listen"].contains(request.method)
    }

    private mutating func initialize(_ id: RequestID, _ params: Parameters) throws(MCPError) -> [Effect] {
        guard client == nil else { throw .invalidRequest("the session is initialized already") }
        let client = try Client(initialize: params)
        self.client = client
        var result: JSON.Object = [
            "protocolVersion": .string(client.revision.rawValue), "capabilities": options.offers.json(in: client.revision),
            "serverInfo": options.information.json,
        ]
        result["instructions"] = options.information.instructions.map(JSON.string)
        return [done(id, result)]
    }

    /// Nil when the request is one for the content of the server.
    private mutating func answerInSession(_ request: Message.Request, _ params: Parameters) throws(MCPError) -> [Effect]? {
        switch request.method {
        case "logging/setLevel" where options.offers.logging:
            guard let level = LogLevel(rawValue: try params.required("level")) else { throw .invalidParameters("params.level is no level") }
            logLevel = level
        case "resources/subscribe" where options.offers.resources:
            let uri = try params.required("uri")
            guard watched.count < SubscriptionFilter.mostResources || watched.contains(uri) else {
                throw .invalidParameters("at most \(SubscriptionFilter.mostResources) resources can be watched")
            }
            watched.insert(uri)
        case "resources/unsubscribe" where options.offers.resources: watched.remove(try params.required("uri"))
        default: return nil
        }
        return [done(request.id)]
    }

    /// The resources whose changes the client wants to hear of.
    var watchedResources: Set<String> { listening.values.reduce(into: watched) { $0.formUnion($1.uris) } }

    /// A list or a resource has changed.
    func changed(_ change: Change) -> [Effect] {
        var effects: [Effect] = listening.filter { $0.value.admits(change) }.map { id, _ in
            .send(change.notification(subscription: id), about: id)
        }
        if client != nil, watches(change) { effects.append(.send(change.notification(), about: nil)) }
        return effects
    }

    private func watches(_ change: Change) -> Bool {
        if case .resource(let uri) = change { watched.contains(uri) } else { true }
    }

    /// A call in progress says something.
    mutating func notice(_ notice: CallNotice, about id: RequestID) -> [Effect] {
        guard let message = underWay[id]?.message(notice, sessionLevel: client == nil ? nil : logLevel) else { return [] }
        return [.send(message, about: id)]
    }

    /// A new id for a request to the client.
    mutating func nextQuestion() -> RequestID {
        questionsAsked += 1
        return .text("server-\(questionsAsked)")
    }

    func done(_ id: RequestID, _ result: JSON.Object = [:]) -> Effect {
        .send(.response(Message.Response(id: id, .result(result))), about: id)
    }
}
