package import CivilTime
package import JSON

/// The `wait` callable's one rule: when it ends.
package enum Wait {
    /// - Parameters:
    ///   - arguments: `{for: duration}` or `{until: RFC 3339}`.
    ///   - start: when the call was made, so a resumed run waits for the same instant.
    package static func end(of arguments: JSON, from start: Instant) -> Result<Instant, Failure> {
        do {
            if let text = arguments["for"]?.string { return .success(start + (try Duration(text: text))) }
            if let text = arguments["until"]?.string { return .success(try Instant(rfc3339: text)) }
        } catch {
            return .failure(Failure("expr.type", "wait: \(error)", retryable: false))
        }
        return .failure(Failure("expr.type", "wait needs \"for\" (a duration) or \"until\" (a time)", retryable: false))
    }
}
