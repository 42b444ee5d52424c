import CivilTime
import HTTPClient
import JSON
import SkillLanguage

/// A server's answer as a skill sees it, without the values of secrets.
struct HTTPReply {
    let status: Int
    /// Lower-case names; repeated ones joined with ", ".
    let headers: JSON.Object
    /// The parsed value when the content type is JSON and the body is, else text; bytes that are not UTF-8 are replaced.
    let body: JSON
    private let bytes: [UInt8]
    private let scrubber: SecretScrubber

    private static let excerptBytes = 2048

    init(status: Int, headers: Headers, body: [UInt8], scrubber: SecretScrubber) {
        self.status = status
        self.headers = JSON.Object(
            headers.dictionary.sorted { $0.key < $1.key }.map { (scrubber.scrub($0.key), JSON.string(scrubber.scrub($0.value))) })
        bytes = body
        self.scrubber = scrubber
        if Self.isJSON(headers["content-type"] ?? ""), let json = Self.parse(body) {
            self.body = scrubber.scrub(json)
        } else {
            self.body = .string(scrubber.scrub(String(decoding: body, as: UTF8.self)))
        }
    }

    /// The beginning of the body as text. Scrubbed before it is cut, since a secret that is cut in two is not found.
    private var excerpt: String { scrubber.scrub(String(decoding: bytes, as: UTF8.self)).excerpt(bytes: Self.excerptBytes) }

    var output: JSON { ["status": .int(Int64(status)), "headers": .object(headers), "body": body] }

    /// `application/json` and everything `+json` (RFC 6839).
    private static func isJSON(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        return type == "application/json" || type.hasSuffix("+json")
    }

    private static func parse(_ body: [UInt8]) -> JSON? {
        body.isEmpty ? .null : try? JSON(parsing: body, numbers: .roundLargeIntegers)
    }

    private var details: JSON.Object { ["status": .int(Int64(status)), "body": .string(excerpt)] }

    /// Nil when the answer is as expected.
    ///
    /// - Parameters:
    ///   - isRepeatable: whether a try that has reached the server may be made again.
    ///   - wait: how long the server asked to be left alone.
    func failure(of exchange: String, against expectation: HTTPExpectation, isRepeatable: Bool, wait: Duration?) -> Failure? {
        guard expectation.accepts(status: status) else {
            var details = details
            if let location = headers["location"] { details["location"] = location }
            let type = status / 100 == 3 ? "http.redirect" : "http.\(status / 100)xx.\(status)"
            // A server that fails may have done its work before.
            let retryable = Failure.isRetryable(type) && (isRepeatable || status < 500)
            return Failure(type, "\(exchange) answered \(status)", retryable: retryable, details: .object(details), retryAfter: wait)
        }
        guard let violation = expectation.violation(of: body) else { return nil }
        var details = details
        details["violation"] = .string(violation)
        return Failure("http.schema", "the body of \(exchange) is not as expected: \(violation)", retryable: false, details: .object(details))
    }
}

extension String {
    /// As many whole characters of Unicode as fit.
    func excerpt(bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: bytes)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end]) + "…"
    }
}
