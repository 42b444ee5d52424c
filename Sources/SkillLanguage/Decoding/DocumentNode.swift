package import JSON
import CivilTime

/// Collects the findings of one pass over a document.
package final class FindingLog {
    package private(set) var findings: [Finding] = []
    package init() {}
    package func add(_ finding: Finding) { findings.append(finding) }
    package var hasErrors: Bool { findings.contains { $0.severity == .error } }
}

/// A value in a document, with its place: reading one never stops at the first mistake.
package struct DocumentNode {
    package let value: JSON
    package let pointer: String
    package let log: FindingLog

    package init(value: JSON, pointer: String, log: FindingLog) {
        self.value = value
        self.pointer = pointer
        self.log = log
    }

    package func report(_ code: String, _ message: String, hint: String? = nil, at child: String? = nil) {
        log.add(Finding(code, child.map { pointer + "/" + escape($0) } ?? pointer, message, hint: hint))
    }

    /// Reports keys outside `known`, naming the nearest known one.
    package func allow(_ known: [String]) {
        for key in value.object?.keys ?? [] where !known.contains(key) {
            let near = Nearest.name(to: key, among: known)
            report("E03", "unknown key \"\(key)\"", hint: near.map { "did you mean \"\($0)\"?" } ?? "known keys: \(known.joined(separator: ", "))", at: key)
        }
    }

    /// The member, nil when absent.
    package func child(_ key: String) -> DocumentNode? {
        value[key].map { DocumentNode(value: $0, pointer: pointer + "/" + escape(key), log: log) }
    }

    /// The member; its absence is a finding.
    package func required(_ key: String) -> DocumentNode? {
        if let node = child(key) { return node }
        report("E01", "\"\(key)\" is missing")
        return nil
    }

    package var elements: [DocumentNode] {
        guard let array = value.array else {
            mismatch("an array")
            return []
        }
        return array.enumerated().map { DocumentNode(value: $1, pointer: pointer + "/\($0)", log: log) }
    }

    package var members: [(key: String, node: DocumentNode)] {
        guard let object = value.object else {
            mismatch("an object")
            return []
        }
        return object.map { key, value in (key, DocumentNode(value: value, pointer: pointer + "/" + escape(key), log: log)) }
    }

    package var isObject: Bool {
        if value.object == nil { mismatch("an object") }
        return value.object != nil
    }

    package var text: String? {
        if value.string == nil { mismatch("a string") }
        return value.string
    }

    package var flag: Bool? {
        if value.bool == nil { mismatch("true or false") }
        return value.bool
    }

    package func integer(in range: ClosedRange<Int>) -> Int? {
        guard let number = value.int.flatMap({ Int(exactly: $0) }), range.contains(number) else {
            mismatch(range.upperBound == .max ? "a whole number of at least \(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    package func number(atLeast least: Double, exclusive: Bool = false) -> Double? {
        guard let number = value.double, exclusive ? number > least : number >= least else {
            mismatch("a number \(exclusive ? "above" : "of at least") \(least)")
            return nil
        }
        return number
    }

    package func choice<Choice: RawRepresentable & CaseIterable>(_ kind: Choice.Type) -> Choice? where Choice.RawValue == String {
        guard let text else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue)
            report("E01", "\"\(text)\" is not one of \(names.joined(separator: ", "))", hint: Nearest.name(to: text, among: names).map { "did you mean \"\($0)\"?" })
            return nil
        }
        return choice
    }

    package func duration() -> Duration? {
        guard let text else { return nil }
        do {
            return try Duration(text: text)
        } catch {
            report("E01", "\"\(text)\" is not a duration: \(error)", hint: "write it as \"30s\", \"5m\" or \"1h30m\"")
            return nil
        }
    }

    package func mismatch(_ wanted: String) {
        report("E01", "must be \(wanted), is \(kind)")
    }

    private var kind: String {
        switch value {
        case .null: "null"
        case .bool(let b): "\(b)"
        case .int(let i): "\(i)"
        case .double(let d): "\(d)"
        case .string(let s): s.utf8.count > 40 ? "a string" : "\"\(s)\""
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// A token of a JSON Pointer (RFC 6901, section 3).
package func escape(_ token: String) -> String {
    guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return token }
    return token.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
        .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
}
