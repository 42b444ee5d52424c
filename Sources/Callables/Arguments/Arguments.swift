import JSON
import SkillLanguage

/// The arguments of a call, read key by key. What is wrong with them is the step's failure: `expr.type`, not retryable.
struct Arguments {
    let callable: String
    private let object: JSON.Object

    /// Refuses anything but an object, and keys that are not in `known`.
    init(_ json: JSON, of callable: String, known: Set<String>) throws(Failure) {
        guard let object = json.object else { throw Self.wrong(callable, "takes an object of arguments") }
        for key in object.keys where !known.contains(key) {
            throw Self.wrong(callable, "has no argument \"\(key)\"; known are \(known.sorted().joined(separator: ", "))")
        }
        self.callable = callable
        self.object = object
    }

    /// Nil when the key is missing or null.
    subscript(_ key: String) -> JSON? {
        guard let value = object[key], !value.isNull else { return nil }
        return value
    }

    func text(_ key: String) throws(Failure) -> String? {
        guard let value = self[key] else { return nil }
        guard let text = value.string else { throw wrong("\"\(key)\" must be a string") }
        return text
    }

    func flag(_ key: String) throws(Failure) -> Bool? {
        guard let value = self[key] else { return nil }
        guard let flag = value.bool else { throw wrong("\"\(key)\" must be true or false") }
        return flag
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        guard let value = self[key] else { return nil }
        guard let integer = value.int, let number = Int(exactly: integer), range.contains(number) else {
            throw wrong("\"\(key)\" must be an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(_ key: String, in range: ClosedRange<Double>) throws(Failure) -> Double? {
        guard let value = self[key] else { return nil }
        guard let number = value.double, range.contains(number) else {
            throw wrong("\"\(key)\" must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func object(_ key: String) throws(Failure) -> JSON.Object? {
        guard let value = self[key] else { return nil }
        guard let object = value.object else { throw wrong("\"\(key)\" must be an object") }
        return object
    }

    func wrong(_ problem: String) -> Failure { Self.wrong(callable, problem) }

    private static func wrong(_ callable: String, _ problem: String) -> Failure {
        Failure("expr.type", "\(callable): \(problem)", retryable: false)
    }
}

extension JSON {
    /// As a template splices it: a string raw, everything else as compact JSON.
    var spliced: String { string ?? text(.compact) }
}
