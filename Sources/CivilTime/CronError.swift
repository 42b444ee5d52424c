/// Why a text is no cron expression, and what to write instead.
package struct CronError: Error, Sendable, Hashable {
    package let text: String
    /// Counted from 1, where the part that cannot be accepted begins.
    package let column: Int
    /// Nil when the problem is not in one field.
    package let field: CronField?
    package let problem: Problem

    package enum Problem: Sendable, Hashable {
        case empty
        case tooLong
        /// The number of fields found.
        case fieldCount(Int)
        case shorthand(String)
        /// `@every`, with the duration that follows it.
        case everyShorthand(String)
        case rebootShorthand
        case zonePrefix
        case emptyEntry
        case notAValue(String)
        /// A full name where three letters are the name.
        case longName(String, use: String)
        case outOfRange(String)
        case backwardRange(String, use: String)
        case badStep(String)
        case stepWithoutRange(String, use: String)
        /// A step that leaves only the first value of its range.
        case stepTooLong(String, use: String)
        case lastDay(String)
        case nearestWeekday(String)
        case nthWeekday(String)
        case noValue
        case hashed(String)
        case random(String)
        case impossibleDate
    }
}

extension CronError: CustomStringConvertible {
    package var description: String {
        let place = field.map { "\($0.title) field, column \(column)" } ?? "column \(column)"
        return "cron \(excerpt(text)): \(place): \(explanation)"
    }

    private var explanation: String {
        switch problem {
        case .empty: "nothing is written; use five fields, such as \"0 9 * * MON-FRI\""
        case .tooLong: "over \(CronFields.longest) characters are written; use a shorter list, or several loops"
        case .fieldCount(let count):
            "expected 5 fields (minute, hour, day of month, month, day of week) or 6 (second first), found \(count)"
                + (count == 7 ? "; there is no field for the year" : "")
        case .shorthand(let word):
            "\(excerpt(word)) is unknown; use @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually, or five fields"
        case .everyShorthand(let duration):
            "\"@every\" is no time of day; use \"every\": \"\(duration.isEmpty ? "5m" : duration)\" in the loop file instead of a cron expression"
        case .rebootShorthand:
            "\"@reboot\" is no time of day, and a loop does not start over with its server; use \"every\" in the loop file, or trigger the loop"
        case .zonePrefix: "the time zone does not belong here; name it beside the cron expression in the loop file"
        case .emptyEntry: "a list has an empty entry; remove the extra comma"
        case .notAValue(let word): "\(excerpt(word)) is not a value; use \(values)"
        case .longName(let word, let use): "\(excerpt(word)) is not a value; use \(use)"
        case .outOfRange(let word): "\(excerpt(word)) is out of range; use \(values)"
        case .backwardRange(let word, let use): "\(excerpt(word)) runs backwards; use \(use)"
        case .badStep(let word): "the step \(excerpt(word)) is not usable; use a number from 1 on"
        case .stepWithoutRange(let word, let use): "\(excerpt(word)) has a step without a range; use \(use)"
        case .stepTooLong(let word, let use):
            "\(excerpt(word)) matches one value only, since its step leaves the range; use \(use), or \"every\" in the loop file"
        case .lastDay(let word):
            "\(excerpt(word)) (last) is not supported; use \(field == .dayOfWeek ? "a weekday" : "28-31") and let the skill check the date, "
                + "or \"every\" in the loop file"
        case .nearestWeekday(let word):
            "\(excerpt(word)) (nearest weekday) is not supported; use MON-FRI as day of week, or \"every\" in the loop file"
        case .nthWeekday(let word):
            "\(excerpt(word)) (n-th weekday) is not supported; use the weekday and let the skill check the date, or \"every\" in the loop file"
        case .noValue: "\"?\" is not supported; use \"*\""
        case .hashed(let word): "\(excerpt(word)) (a value chosen by hash) is not supported; use a value, or \"every\" in the loop file"
        case .random(let word): "\(excerpt(word)) (a random value) is not supported; use a value, or \"every\" in the loop file"
        case .impossibleDate: "no month it names has such a day, so it would never fire; change the day of month or the month"
        }
    }

    private var values: String {
        guard let field else { return "a number" }
        let names = field.names.first.flatMap { first in field.names.last.map { " or \(first) to \($0)" } } ?? ""
        return "\(field.range.lowerBound) to \(field.range.upperBound)\(names)"
    }
}
