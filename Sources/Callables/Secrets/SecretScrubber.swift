import JSON
import SkillLanguage

/// Takes the values of secrets out of what a call returns, in every common encoding: `${secrets.NAME}` is left in their place.
struct SecretScrubber: Sendable {
    private struct Form {
        let bytes: [UInt8]
        let replacement: [UInt8]
    }

    /// By their first byte; longest first, so that no form is cut by one that is part of it.
    private let forms: [[Form]]
    private let isEmpty: Bool

    /// - Parameter secrets: values by name.
    init(_ secrets: [String: String]) {
        var forms: [Form] = []
        for (name, value) in secrets.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            forms += SecretEncodings.all(of: value).map { Form(bytes: Array($0.utf8), replacement: Array("${secrets.\(name)}".utf8)) }
        }
        var byFirst = [[Form]](repeating: [], count: 256)
        for form in forms.sorted(by: { $0.bytes.count > $1.bytes.count }) { byFirst[Int(form.bytes[0])].append(form) }
        self.forms = byFirst
        isEmpty = forms.isEmpty
    }

    func scrub(_ text: String) -> String {
        guard !isEmpty, text.utf8.contains(where: { !forms[Int($0)].isEmpty }) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if let form = forms[Int(bytes[position])].first(where: { bytes[position...].starts(with: $0.bytes) }) {
                result += form.replacement
                position += form.bytes.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Strings, keys, and numbers whose digits are a secret.
    func scrub(_ json: JSON) -> JSON {
        if isEmpty { return json }
        switch json {
        case .string(let text): return .string(scrub(text))
        case .array(let items): return .array(items.map(scrub))
        case .object(let object): return .object(JSON.Object(object.map { (scrub($0.0), scrub($0.1)) }))
        case .int, .double:
            let digits = Array(json.text(.compact).utf8)
            guard let first = digits.first, let form = forms[Int(first)].first(where: { $0.bytes == digits }) else { return json }
            return .string(String(decoding: form.replacement, as: UTF8.self))
        case .null, .bool: return json
        }
    }

    func scrub(_ failure: Failure) -> Failure {
        var failure = failure
        failure.message = scrub(failure.message)
        failure.details = failure.details.map { scrub($0) }
        return failure
    }
}
