import JSON
import SkillLanguage

/// One thing that is wrong, told so that it can be put right in one turn: what, where, what stands there, what to write, an example.
struct Problem: Sendable, Hashable {
    var code: String
    /// JSON Pointer (RFC 6901) into the document or the arguments; nil when it is about no place.
    var pointer: String?
    var message: String
    /// What stands there, shortened.
    var found: String?
    var repair: String?
    /// The smallest one that is right.
    var example: String?
    var isError = true
}

extension Problem {
    /// - Parameter document: what the finding is about.
    init(_ finding: Finding, in document: JSON) {
        let pointer = Pointer(parsing: finding.pointer)
        self.init(
            code: finding.code, pointer: finding.pointer, message: finding.message,
            found: pointer.flatMap { $0 == .root ? nil : document[$0]?.excerpt(120) }, repair: finding.hint,
            example: Self.example(finding.code, finding.pointer, finding.message), isError: finding.severity == .error)
    }

    /// A finding as the server tells it: `{code, pointer, message, hint, severity}`.
    init(finding json: JSON, in document: JSON?) {
        let code = json["code"]?.string ?? "problem"
        let place = json["pointer"]?.string
        let pointer = place.flatMap { Pointer(parsing: $0) }
        self.init(
            code: code, pointer: place, message: json["message"]?.string ?? "",
            found: pointer.flatMap { $0 == .root ? nil : document?[$0]?.excerpt(120) }, repair: json["hint"]?.string,
            example: Self.example(code, place ?? "", json["message"]?.string ?? ""), isError: json["severity"]?.string != "warning")
    }

    /// E01 is about every part there is, so only what is missing as a whole has an example.
    private static func example(_ code: String, _ pointer: String, _ message: String) -> String? {
        if code == "E01" { return pointer.isEmpty ? SmallestSkill.example(for: message) : nil }
        return FindingGuide.entry(code)?.right
    }

    var json: JSON {
        var object: JSON.Object = ["code": .string(code), "severity": isError ? "error" : "warning", "pointer": .string(pointer ?? "")]
        object["message"] = .string(message)
        object["found"] = found.map(JSON.string)
        object["hint"] = repair.map(JSON.string)
        object["example"] = example.map(JSON.string)
        return .object(object)
    }

    /// Lines for a model to read, without a number.
    var text: String {
        var lines = [code + (pointer.map { $0.isEmpty ? "" : " at \($0)" } ?? "") + (isError ? ": " : " (warning): ") + message]
        if let found { lines.append("   found: \(found)") }
        if let repair { lines.append("   repair: \(repair)") }
        if let example { lines.append("   example: \(example)") }
        return lines.joined(separator: "\n")
    }
}

extension [Problem] {
    /// Numbered, errors as they come.
    var text: String { enumerated().map { "\($0 + 1). \($1.text)" }.joined(separator: "\n") }

    var json: JSON { .array(map(\.json)) }
}
