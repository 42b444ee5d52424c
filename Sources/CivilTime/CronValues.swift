/// The values one field of a cron expression allows.
struct CronValues: Hashable {
    /// Bit n stands for the value n; Sunday is 0 here, however it was written.
    fileprivate(set) var values: UInt64 = 0
    /// Whether the field begins with `*`, alone or with a step.
    fileprivate(set) var startsWithStar = false
    /// Whether any entry of the field is `*`, alone or with a step.
    fileprivate(set) var hasStar = false
}

/// Reads one field: a list of entries, each `*`, a value or a range, `*` and ranges perhaps with a step.
struct CronFieldReader {
    /// The whole expression, for errors.
    let text: String
    let field: CronField

    func values(_ word: CronWord) throws(CronError) -> CronValues {
        var result = CronValues(startsWithStar: word.text.hasPrefix("*"))
        for entry in word.split(at: ",") {
            for value in try values(ofEntry: entry) { result.values |= 1 << (field == .dayOfWeek ? value % 7 : value) }
            result.hasStar = result.hasStar || entry.text.hasPrefix("*")
        }
        return result
    }

    private func values(ofEntry entry: CronWord) throws(CronError) -> StrideThrough<Int> {
        guard !entry.text.isEmpty else { throw failure(.emptyEntry, entry) }
        let parts = entry.split(at: "/", maximum: 1)
        let base = parts[0]
        guard parts.count > 1 else {
            let range = try range(base, in: entry, step: 1)
            return stride(from: range.lowerBound, through: range.upperBound, by: 1)
        }
        let step = try step(parts[1])
        let range = try range(base, in: entry, step: step)
        guard base.text == "*" || base.text.contains("-") else {
            let isName = !base.text.utf8.allSatisfy(\.isDigit)
            let last = field.names.last.flatMap { isName ? $0 : nil } ?? String(field.all.upperBound)
            let reaches = range.lowerBound + step <= field.all.upperBound
            throw failure(.stepWithoutRange(entry.text, use: reaches ? "\(base.text)-\(last)/\(step)" : base.text), entry)
        }
        guard step <= range.upperBound - range.lowerBound else {
            throw failure(.stepTooLong(entry.text, use: String(range.lowerBound)), entry)
        }
        return stride(from: range.lowerBound, through: range.upperBound, by: step)
    }

    private func step(_ word: CronWord) throws(CronError) -> Int {
        var cursor = TextCursor(word.text.utf8)
        guard let step = cursor.number(), cursor.isAtEnd, step > 0 else { throw failure(.badStep(word.text), word) }
        return step
    }

    private func range(_ word: CronWord, in entry: CronWord, step: Int) throws(CronError) -> ClosedRange<Int> {
        if word.text == "*" { return field.all }
        if let problem = refusedExtension(word.text) { throw failure(problem, word) }
        let ends = word.split(at: "-", maximum: 1)
        guard ends.allSatisfy({ !$0.text.isEmpty }) else { throw failure(.notAValue(entry.text), entry) }
        let first = try value(ends[0])
        guard ends.count > 1 else { return first...first }
        let last = try value(ends[1])
        guard first <= last else {
            let repair = CronRangeRepair(field: field, first: first, last: last, step: step, named: !ends[0].text.utf8.allSatisfy(\.isDigit))
            throw failure(.backwardRange(entry.text, use: repair.text), entry)
        }
        return first...last
    }

    private func value(_ word: CronWord) throws(CronError) -> Int {
        if word.text.utf8.allSatisfy(\.isDigit) {
            var cursor = TextCursor(word.text.utf8)
            guard let value = cursor.number(), field.range.contains(value) else { throw failure(.outOfRange(word.text), word) }
            return value
        }
        let name = word.text.uppercased()
        if let position = field.names.firstIndex(of: name) { return field.range.lowerBound + position }
        if let short = field.names.first(where: name.hasPrefix) { throw failure(.longName(word.text, use: short), word) }
        throw failure(.notAValue(word.text), word)
    }

    /// What other schedulers understand and this one does not; nil for anything else.
    private func refusedExtension(_ text: String) -> CronError.Problem? {
        let word = text.uppercased()
        if word == "?" { return .noValue }
        if word.contains("#") { return .nthWeekday(text) }
        if word.contains("~") { return .random(text) }
        if word == "H" || word.hasPrefix("H(") { return .hashed(text) }
        if word == "L" || word == "LW" || word.hasPrefix("L-") { return .lastDay(text) }
        let stem = word.dropLast()
        let stemIsValue = stem.utf8.allSatisfy(\.isDigit) || field.names.contains(String(stem))
        if word.hasSuffix("L"), stemIsValue { return .lastDay(text) }
        if word.hasSuffix("W"), stemIsValue { return .nearestWeekday(text) }
        return nil
    }

    private func failure(_ problem: CronError.Problem, _ word: CronWord) -> CronError {
        CronError(text: text, column: word.column, field: field, problem: problem)
    }
}

/// A range that runs past the end of its field, as the list that says the same.
private struct CronRangeRepair {
    let field: CronField
    let first: Int
    let last: Int
    let step: Int
    /// Whether to write names.
    let named: Bool

    var text: String {
        // Sunday written as 7 is the one value above all others: from there the range does not wrap.
        let wraps = first <= field.all.upperBound
        if step == 1 {
            let start = range(field.all.lowerBound, last)
            return wraps ? range(first, field.all.upperBound) + "," + start : start
        }
        let values = wraps ? stride(from: first, through: last + field.all.count, by: step) : stride(from: 0, through: last, by: step)
        return values.map { word($0 > field.all.upperBound ? $0 - field.all.count : $0) }.joined(separator: ",")
    }

    private func range(_ first: Int, _ last: Int) -> String { first == last ? word(first) : word(first) + "-" + word(last) }

    private func word(_ value: Int) -> String { named ? field.names[value - field.all.lowerBound] : String(value) }
}
