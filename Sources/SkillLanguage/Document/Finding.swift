/// Something the checker says of a document: what is wrong, where, and how to mend it.
package struct Finding: Error, Sendable, Hashable {
    package enum Severity: String, Sendable { case error, warning }

    /// A stable code such as `E03`; `ratchet explain` tells its rule.
    package let code: String
    /// JSON Pointer (RFC 6901) into the document; empty for the document as a whole.
    package let pointer: String
    package let message: String
    /// What to write instead, when that can be said.
    package let hint: String?
    package let severity: Severity
    /// The part of the text at `pointer` that is meant, when that is known.
    package let excerpt: Excerpt?

    /// An expression within a text, and a place in it.
    package struct Excerpt: Sendable, Hashable {
        package let source: String
        /// In UTF-8 bytes.
        package let offset: Int
    }

    package init(_ code: String, _ pointer: String, _ message: String, hint: String? = nil, severity: Severity = .error, excerpt: Excerpt? = nil) {
        self.code = code
        self.pointer = pointer
        self.message = message
        self.hint = hint
        self.severity = severity
        self.excerpt = excerpt
    }
}

extension Finding: CustomStringConvertible {
    package var description: String {
        let place = pointer.isEmpty ? "(document)" : pointer
        return "\(code) \(place): \(message)" + (hint.map { " — \($0)" } ?? "")
    }
}

/// The findings that keep a document from being used, all of one pass.
package struct InvalidDocument: Error, Sendable, CustomStringConvertible {
    package let findings: [Finding]
    package init(findings: [Finding]) { self.findings = findings }
    package var description: String { findings.map(\.description).joined(separator: "\n") }
}
