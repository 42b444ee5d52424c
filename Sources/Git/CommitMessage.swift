/// A commit message in three parts: one line of subject, a body, and trailers.
///
/// Only the last paragraph can hold trailers, so a body cannot add to them or change them, whatever its text.
package struct CommitMessage: Sendable, Hashable {
    package let subject: String
    package let body: String
    package let trailers: [Trailer]

    /// Line breaks in the subject become spaces; without a subject, the first paragraph that follows reads back as one. If no trailers follow
    /// the body and a line of its last paragraph looks like one, that paragraph is indented by a space, so that it stays body.
    package init(subject: String, body: String = "", trailers: [Trailer] = []) {
        var lines = Self.lines(body)
        lines = Array(lines[(lines.firstIndex { !$0.isEmpty } ?? lines.endIndex)...])
        while lines.last?.isEmpty == true { lines.removeLast() }
        let last = lines.suffix(lines.reversed().prefix { !$0.isEmpty }.count)
        if trailers.isEmpty, last.contains(where: { Trailer.looksLikeOne($0) }) {
            for index in last.indices { lines[index] = " " + lines[index] }
        }
        self.subject = subject.utf8.split { $0.isSpace }.map { String(Substring($0)) }.joined(separator: " ")
        self.body = lines.joined(separator: "\n")
        self.trailers = trailers
    }

    /// Takes any commit's message apart. The first paragraph is the subject, never trailers.
    package init(parsing text: String) {
        let lines = Self.lines(text)
        var paragraphs = lines.split(separator: "")
        subject = paragraphs.isEmpty ? "" : paragraphs.removeFirst().joined(separator: " ")
        trailers = paragraphs.last.map { Trailer.parse($0) } ?? []
        let end = trailers.isEmpty ? paragraphs.last?.endIndex : paragraphs.dropLast().last?.endIndex
        body = if let start = paragraphs.first?.startIndex, let end { lines[start..<end].joined(separator: "\n") } else { "" }
    }

    /// What is stored: the parts with an empty line between them, and a line break at the end.
    package var text: String {
        let parts = [subject, body, trailers.map(\.line).joined(separator: "\n")]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    /// The value of the last trailer of that key (keys are compared without case, as git does).
    package func trailer(_ key: String) -> String? { trailers.last { $0.key.lowercased() == key.lowercased() }?.value }

    /// Without the space at their ends, as git stores a message.
    private static func lines(_ text: String) -> [Substring] {
        text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { Substring($0).trimmedAtEnd }
    }
}
