import HTTPClient
import JSON

/// What a model's server sent back, and the marks by which its operator can find the exchange.
struct ModelResponse {
    let status: Int
    let headers: Headers
    /// Nil when the body is not JSON.
    let json: JSON?
    private let text: String

    init(status: Int, headers: Headers, body: [UInt8]) {
        self.status = status
        self.headers = headers
        json = try? JSON(parsing: body, numbers: .roundLargeIntegers)
        text = String(decoding: body, as: UTF8.self)
    }

    /// `{status, request_id, model}`, and the model's or server's words as far as they are told.
    func details(text: String? = nil) -> JSON.Object {
        var details: JSON.Object = ["status": .int(Int64(status))]
        if let id = headers["x-request-id"] ?? headers["request-id"] { details["request_id"] = .string(id) }
        if let model = json?["model"]?.string { details["model"] = .string(model) }
        if let text { details["text"] = .string(text.excerpt(bytes: 2048)) }
        return details
    }

    /// The error in the body, which a few gateways send with status 200: `{"error": {message, type, code}}` or `{"error": "text"}`.
    var problem: (message: String, code: String)? {
        guard let error = json?["error"], !error.isNull else {
            return (200..<300).contains(status) ? nil : (text.excerpt(bytes: 500), "")
        }
        let words = ["code", "type"].compactMap { error[$0].flatMap { $0.isNull ? nil : $0.spliced } }
        return (error.string ?? error["message"]?.string ?? error.text(.compact).excerpt(bytes: 500), words.joined(separator: " "))
    }
}
