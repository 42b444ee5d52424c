import ArgumentParser
import JSON
import Workspace

/// A JSON document on the command line: itself, `@FILE`, or `@-` for standard input.
struct InputArgument: Sendable, ExpressibleByArgument {
    private let text: String

    init?(argument: String) { text = argument }

    /// - Throws: `UsageFailure` with the line and the column where the text is not JSON.
    func document() throws -> JSON {
        let (source, bytes) = try bytes()
        do {
            return try JSON(parsing: bytes)
        } catch {
            throw UsageFailure("\(source) is not JSON: \(error)")
        }
    }

    private func bytes() throws -> (source: String, bytes: [UInt8]) {
        guard text.hasPrefix("@") else { return ("the input", Array(text.utf8)) }
        let path = String(text.dropFirst())
        if path == "-" { return ("standard input", try Files.read("/dev/stdin") ?? []) }
        guard let bytes = try Files.read(path) else { throw UsageFailure("there is no file \(path)") }
        return (path, bytes)
    }
}
