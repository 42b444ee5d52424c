import JSON

/// A request that is not done, as its sender is told: `{"error": {"code", "message", "findings"}}`.
struct Refusal: Error, Sendable {
    let status: Answer.Status
    /// A stable name for machines.
    let code: String
    let message: String
    /// What is wrong in a document, place by place.
    let findings: [JSON]
    /// The id of the run that stands in the way.
    let run: String?
    let headers: [(name: String, value: String)]

    init(
        _ status: Answer.Status, _ code: String, _ message: String, findings: [JSON] = [], run: String? = nil,
        headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.findings = findings
        self.run = run
        self.headers = headers
    }

    static let tooLarge = Refusal(.tooLarge, "body_too_large", "the body is over \(API.largestBody >> 20) MiB")

    var json: JSON {
        var error: JSON.Object = ["code": .string(code), "message": .string(message)]
        if !findings.isEmpty { error["findings"] = .array(findings) }
        if let run { error["run_id"] = .string(run) }
        return ["error": .object(error)]
    }
}
