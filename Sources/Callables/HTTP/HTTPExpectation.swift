import JSON
import SkillLanguage

/// `expect` of an `http` call: which statuses are an answer, and the shape of its body.
struct HTTPExpectation {
    /// One status, or a class of a hundred.
    private var statuses: [ClosedRange<Int>] = [200...299]
    private var schema: Schema?

    init(_ arguments: Arguments) throws(Failure) {
        guard let expect = try arguments.object("expect") else { return }
        let members = try Arguments(.object(expect), of: "http.expect", known: ["status", "schema"])
        if let listed = members["status"] {
            statuses = []
            for item in listed.array ?? [listed] {
                guard let range = Self.range(item.spliced) else {
                    throw members.wrong("\(item) is not a status; write \"2xx\" or \"404\"")
                }
                statuses.append(range)
            }
        }
        if let source = members["schema"] { schema = try members.schema(source, "schema") }
    }

    private static func range(_ text: String) -> ClosedRange<Int>? {
        guard text.utf8.count == 3, let first = text.first.flatMap({ Int(String($0)) }), (1...5).contains(first) else { return nil }
        if text.dropFirst() == "xx" { return first * 100...first * 100 + 99 }
        return Int(text).map { $0...$0 }
    }

    func accepts(status: Int) -> Bool { statuses.contains { $0.contains(status) } }

    /// What is wrong with the body, and where; nil when nothing is.
    func violation(of body: JSON) -> String? { schema?.firstViolation(in: body).map { "\($0)" } }
}

extension Arguments {
    /// A JSON Schema among the arguments.
    func schema(_ source: JSON, _ key: String) throws(Failure) -> Schema {
        do {
            return try Schema(compiling: source, keywords: .strict)
        } catch {
            throw wrong("\"\(key)\" is not a usable JSON Schema: \(error)")
        }
    }
}
