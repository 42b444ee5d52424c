import JSON

/// A request to the content of the server, decoded: what is left when the protocol has been dealt with.
enum Operation: Sendable, Hashable {
    case discover
    case listTools(cursor: String?)
    case callTool(String, JSON.Object)
    case listResources(cursor: String?)
    case listResourceTemplates(cursor: String?)
    case readResource(String)
    case listPrompts(cursor: String?)
    case getPrompt(String, [String: String])
    case complete(CompletionQuery)
    case getTask(String)
    case answerTask(String, JSON.Object)
    case cancelTask(String)
    /// What the task came to, once it has ended.
    case taskResult(String)
    case listTasks(cursor: String?)

    /// Whether the answer may be a request for input.
    var takesInput: Bool {
        switch self {
        case .callTool, .readResource, .getPrompt: true
        default: false
        }
    }

    /// Throws `unknownMethod` for what the server does not offer, too.
    init(_ method: String, _ params: Parameters, offers: Offers, client: Client) throws(MCPError) {
        switch method {
        case "server/discover" where client.revision.isStateless: self = .discover
        case "tools/list" where offers.tools: self = .listTools(cursor: try params.text("cursor"))
        case "tools/call" where offers.tools: self = .callTool(try params.required("name"), try params.object("arguments") ?? [:])
        case "resources/list" where offers.resources: self = .listResources(cursor: try params.text("cursor"))
        case "resources/templates/list" where offers.resources: self = .listResourceTemplates(cursor: try params.text("cursor"))
        case "resources/read" where offers.resources: self = .readResource(try params.required("uri"))
        case "prompts/list" where offers.prompts: self = .listPrompts(cursor: try params.text("cursor"))
        case "prompts/get" where offers.prompts: self = .getPrompt(try params.required("name"), try params.texts("arguments"))
        case "completion/complete" where offers.completion: self = .complete(try CompletionQuery(params))
        case "tasks/get" where Self.serves(offers, client): self = .getTask(try params.task(client))
        case "tasks/update" where Self.serves(offers, client) && client.revision.isStateless:
            self = .answerTask(try params.task(client), try params.object("inputResponses") ?? [:])
        case "tasks/cancel" where Self.serves(offers, client): self = .cancelTask(try params.task(client))
        case "tasks/result" where Self.serves(offers, client) && !client.revision.isStateless: self = .taskResult(try params.task(client))
        case "tasks/list" where Self.serves(offers, client) && !client.revision.isStateless:
            self = .listTasks(cursor: try params.text("cursor"))
        default: throw .unknownMethod(method)
        }
    }

    private static func serves(_ offers: Offers, _ client: Client) -> Bool {
        offers.tasks && (client.revision.isStateless || client.revision == .november2025)
    }

    /// Whether the request may ask for a task itself; in the stateless revisions the client's capability does.
    func mayBeTask(offers: Offers, client: Client) -> Bool {
        guard case .callTool = self else { return false }
        return offers.tasks && client.revision == .november2025
    }
}

extension Parameters {
    fileprivate func task(_ client: Client) throws(MCPError) -> String {
        guard client.takesTasks || !client.revision.isStateless else { throw .missingCapability(["extensions": [MetaKey.tasks: [:]]]) }
        return try required("taskId")
    }
}

extension CompletionQuery {
    fileprivate init(_ params: Parameters) throws(MCPError) {
        let reference = Parameters(try params.object("ref") ?? [:], of: "ref")
        let argument = Parameters(try params.object("argument") ?? [:], of: "argument")
        let context = Parameters(try params.object("context") ?? [:], of: "context")
        let subject: Subject
        switch try reference.required("type") {
        case "ref/prompt": subject = .prompt(try reference.required("name"))
        case "ref/resource": subject = .resourceTemplate(try reference.required("uri"))
        case let other: throw .invalidParameters("ref.type must be \"ref/prompt\" or \"ref/resource\"; it is \(other.debugDescription)")
        }
        self.init(
            subject: subject, argument: try argument.required("name"), value: try argument.required("value"),
            settled: try context.texts("arguments"))
    }
}
