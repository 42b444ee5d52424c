package import CivilTime

/// A call of an agent's tool, as it was told after its end.
package struct ToolCallRecord: Sendable, Hashable {
    /// The end of the call.
    package var at: Instant
    /// The name of the holder of the token it came with.
    package var token: String
    /// Id of that token.
    package var tokenID: String?
    /// What the client said of itself; no proof of anything.
    package var client: String?
    package var clientVersion: String?
    package var tool: String
    /// SHA-256 of the canonical arguments, 64 hexadecimal digits.
    package var argumentsHash: String
    /// `ok`, or the code of what went wrong.
    package var outcome: String
    package var duration: Duration

    package init(
        at: Instant, token: String, client: String?, clientVersion: String?, tool: String, argumentsHash: String, outcome: String, duration: Duration,
        tokenID: String? = nil
    ) {
        self.at = at
        self.token = token
        self.tokenID = tokenID
        self.client = client
        self.clientVersion = clientVersion
        self.tool = tool
        self.argumentsHash = argumentsHash
        self.outcome = outcome
        self.duration = duration
    }
}
