import JSON
import SkillLanguage
import Workspace

/// A document before and after it is put into display form.
struct Formatting {
    let path: String
    /// What is wrong with a file that is not JSON; nil when it is.
    let examination: Examination?
    private let before: [UInt8]
    private let after: [UInt8]

    /// - Throws: `UsageFailure` when there is no such file.
    init(of path: String) throws {
        self.path = path
        let loaded = try DocumentSource.load(path)
        switch loaded {
        case .success(let source):
            before = source.bytes
            after = try DisplayForm.bytes(of: source.bytes)
            examination = nil
        case .failure(let error):
            (before, after) = (error.bytes, error.bytes)
            examination = try Examination(loaded, among: [], untested: .warning)
        }
    }

    /// Whether it came from standard input.
    var isStream: Bool { path == "-" }
    var isChanged: Bool { before != after }
    var text: String { String(decoding: after, as: UTF8.self) }
    var difference: String { LineDifference(from: before, to: after).text(path: isStream ? "stdin" : path) }

    /// Rewrites the file when it is in another form.
    func write() throws {
        if isChanged, !isStream { try Files.replace(path, after) }
    }

    func json(showsText: Bool, showsDifference: Bool) -> JSON {
        var object: JSON.Object = ["file": .string(path), "changed": .bool(isChanged), "findings": examination?.json ?? []]
        if isStream, showsText, examination == nil { object["text"] = .string(text) }
        if showsDifference { object["difference"] = .string(difference) }
        return .object(object)
    }
}
