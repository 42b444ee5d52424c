import JSON
import SkillLanguage
import Workspace

/// A skill or a loop on disk, as a command was given it.
struct DocumentSource {
    /// As it was given; `-` is standard input.
    let path: String
    let bytes: [UInt8]
    let document: JSON
    /// Where in the file a place of the document is.
    let map: SourceMap?

    /// - Throws: `UsageFailure` when there is no such file, `UnreadableDocument` when it is not JSON.
    init(_ path: String) throws {
        self.path = path
        guard let bytes = try Files.read(path == "-" ? "/dev/stdin" : path) else { throw UsageFailure("there is no file \(path)") }
        self.bytes = bytes
        do {
            document = try JSON(parsing: bytes)
        } catch {
            throw UnreadableDocument(path: path, bytes: bytes, position: error.position, message: error.message)
        }
        map = try? SourceMap(parsing: bytes)
    }

    /// The files named on a command line, each read once.
    static func load(_ paths: [String]) throws -> [Result<DocumentSource, UnreadableDocument>] {
        try paths.map(load)
    }

    static func load(_ path: String) throws -> Result<DocumentSource, UnreadableDocument> {
        do { return .success(try DocumentSource(path)) } catch let error as UnreadableDocument { return .failure(error) }
    }

    var isLoop: Bool { LoopDocument.describes(document) }

    /// The name the path gives the document: the folder's of `NAME/skill.json`, the file's of `NAME.json`.
    var nameInPath: String? {
        let parts = Files.absolute(path).split(separator: "/").map(String.init)
        guard path != "-", let file = parts.last, file.hasSuffix(".json") else { return nil }
        if isLoop { return String(file.dropLast(5)) }
        return file == "skill.json" && parts.count > 1 ? parts[parts.count - 2] : nil
    }

    /// The document with the prompts beside it in place.
    func inlined() throws -> JSON {
        let folder = path == "-" ? "." : Files.parent(of: path)
        return try Prompts.inline(document) { file in
            try Files.read(folder + "/" + file).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The place of a finding: in the expression that is meant, else the value, or the nearest one around it.
    func position(of finding: Finding) -> Position? {
        guard let pointer = Pointer(parsing: finding.pointer), let start = map?.nearestPosition(to: pointer) else { return nil }
        guard let excerpt = finding.excerpt else { return start }
        // As JSON writes it, without the quotes.
        let written = Array(JSON.string(excerpt.source).bytes(.compact).dropFirst().dropLast())
        let before = JSON.string(String(decoding: excerpt.source.utf8.prefix(excerpt.offset), as: UTF8.self)).bytes(.compact).count - 2
        let line = bytes[start.offset...].prefix { $0 != UInt8(ascii: "\n") }
        guard let found = line.firstRange(of: written) else { return start }
        return bytes.withUnsafeBytes { Position(offset: found.lowerBound + before, in: $0) }
    }
}

/// A file that is not JSON.
struct UnreadableDocument: Error, CustomStringConvertible {
    let path: String
    let bytes: [UInt8]
    let position: Position
    let message: String
    var description: String { "\(path):\(position.line):\(position.column): E01 \(message)" }
}
