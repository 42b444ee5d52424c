/// The fields of a cron expression as written, before they are joined into a `Cron`.
struct CronFields {
    let text: String
    let second, minute, hour, dayOfMonth, month, dayOfWeek: CronValues

    static let longest = 256

    init(_ original: String) throws(CronError) {
        func failure(_ problem: CronError.Problem, column: Int = 1) -> CronError {
            CronError(text: original, column: column, field: nil, problem: problem)
        }
        guard original.utf8.count <= Self.longest else { throw failure(.tooLong) }
        let words = CronWord.split(original)
        guard let first = words.first else { throw failure(.empty) }
        text = words.map(\.text).joined(separator: " ")
        if ["TZ=", "CRON_TZ="].contains(where: { first.text.uppercased().hasPrefix($0) }) {
            throw failure(.zonePrefix, column: first.column)
        }
        var written = words
        if first.text.hasPrefix("@") {
            guard words.count == 1, let expansion = Self.shorthands[first.text.lowercased()] else {
                throw failure(Self.refusal(of: words), column: first.column)
            }
            written = CronWord.split(expansion)
        }
        if written.count == 5 { written.insert(CronWord(text: "0", column: 1), at: 0) }
        guard written.count == 6 else { throw failure(.fieldCount(written.count)) }

        var values: [CronValues] = []
        for (field, word) in zip(CronField.allCases, written) {
            values.append(try CronFieldReader(text: original, field: field).values(word))
        }
        (second, minute, hour, dayOfMonth, month, dayOfWeek) = (values[0], values[1], values[2], values[3], values[4], values[5])
    }

    private static let shorthands = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    private static func refusal(of words: [CronWord]) -> CronError.Problem {
        switch words[0].text.lowercased() {
        case "@every": .everyShorthand(words.dropFirst().map(\.text).joined())
        case "@reboot": .rebootShorthand
        default: .shorthand(words.map(\.text).joined(separator: " "))
        }
    }
}

/// A piece of a cron expression and where it stands, counted from 1.
struct CronWord: Hashable {
    let text: String
    let column: Int

    /// The words between spaces and tabs.
    static func split(_ text: String) -> [CronWord] {
        CronWord(text: text, column: 1).split(omittingEmpty: true) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    func split(at separator: Unicode.Scalar, maximum: Int = .max) -> [CronWord] {
        split(omittingEmpty: false, maximum: maximum) { $0 == UInt8(ascii: separator) }
    }

    private func split(omittingEmpty: Bool, maximum: Int = .max, where isSeparator: (UInt8) -> Bool) -> [CronWord] {
        let bytes = text.utf8
        return bytes.split(maxSplits: maximum, omittingEmptySubsequences: omittingEmpty, whereSeparator: isSeparator).map { part in
            CronWord(text: String(decoding: part, as: UTF8.self), column: column + bytes.distance(from: bytes.startIndex, to: part.startIndex))
        }
    }
}
