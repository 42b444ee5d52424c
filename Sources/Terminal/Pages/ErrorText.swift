import JSON

/// `{type, message, step, details}` in words.
enum ErrorText {
    /// `http.5xx.503: the service is down`.
    static func line(_ error: JSON) -> String {
        if let text = error.string { return text }
        let parts = [error.text("type"), error.text("message")].compactMap { $0 }
        return parts.isEmpty ? error.text(.compact) : parts.joined(separator: ": ")
    }
}
