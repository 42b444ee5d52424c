/// The members of `_meta` and the names of extensions that the protocol itself defines.
package enum MetaKey {
    package static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    package static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    package static let clientInfo = "io.modelcontextprotocol/clientInfo"
    package static let logLevel = "io.modelcontextprotocol/logLevel"
    package static let serverInfo = "io.modelcontextprotocol/serverInfo"
    package static let subscriptionID = "io.modelcontextprotocol/subscriptionId"
    package static let progressToken = "progressToken"
    /// The name of the tasks extension.
    package static let tasks = "io.modelcontextprotocol/tasks"
    /// Which task a result is of (2025-11-25).
    package static let relatedTask = "io.modelcontextprotocol/related-task"
}
