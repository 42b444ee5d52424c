import CivilTime

/// A random cron expression together with what it means, made side by side: the meaning owes nothing to the parser under test.
struct RandomCron: CustomStringConvertible {
    private let second: Field?
    private let minute, hour, day, month, weekday: Field

    /// One field as text and as the set of values it allows.
    private struct Field {
        var text: String
        var values: Set<Int>
        var hasStar = false
        var startsWithStar: Bool { text.hasPrefix("*") }
    }

    /// Mostly times close to `time`, so that they fall into the clock changes around it.
    init(near time: CivilDateTime, hasSeconds: Bool, _ random: inout SeededGenerator) {
        let isDaily = Int.random(in: 0..<3, using: &random) > 0
        second = hasSeconds ? Self.field(0...59, near: time.second, stars: 3, &random) : nil
        minute = Self.field(0...59, near: time.minute, stars: 3, &random)
        hour = Self.field(0...23, near: time.hour, stars: 3, &random)
        day = isDaily ? Self.star : Self.field(1...31, near: time.date.day, stars: 2, &random)
        month = isDaily ? Self.star : Self.field(1...12, near: time.date.month, stars: 2, &random)
        weekday = isDaily ? Self.star : Self.field(0...6, near: time.date.weekday.rawValue, stars: 2, &random)
    }

    private init(day: Field, month: Field, weekday: Field) {
        let midnight = Field(text: "0", values: [0])
        (second, minute, hour, self.day, self.month, self.weekday) = (nil, midnight, midnight, day, month, weekday)
    }

    /// An expression for midnights.
    static func dates(_ random: inout SeededGenerator) -> RandomCron {
        RandomCron(
            day: field(1...31, near: 29, stars: 2, &random), month: field(1...12, near: 2, stars: 2, &random),
            weekday: field(0...6, near: 1, stars: 2, &random))
    }

    /// Nil when no date can match, which is an error.
    func cron() throws(CronError) -> Cron? {
        do throws(CronError) {
            return try Cron(description)
        } catch {
            if error.problem == .impossibleDate { return nil }
            throw error
        }
    }

    var description: String {
        ([second, minute, hour, day, month, weekday] as [Field?]).compactMap { $0?.text }.joined(separator: " ")
    }

    var isFixed: Bool { !minute.hasStar && !hour.hasStar && !(second?.hasStar ?? false) }

    func allows(_ time: CivilDateTime) -> Bool {
        minute.values.contains(time.minute) && hour.values.contains(time.hour) && (second?.values.contains(time.second) ?? (time.second == 0))
            && allows(time.date)
    }

    func allows(_ date: CivilDate) -> Bool {
        guard month.values.contains(date.month) else { return false }
        let (ofMonth, ofWeek) = (day.values.contains(date.day), weekday.values.contains(date.weekday.rawValue))
        return day.startsWithStar || weekday.startsWithStar ? ofMonth && ofWeek : ofMonth || ofWeek
    }

    private static let star = Field(text: "*", values: Set(0...59), hasStar: true)

    /// A field with `*` in about one of `stars` cases.
    private static func field(_ range: ClosedRange<Int>, near value: Int, stars: Int, _ random: inout SeededGenerator) -> Field {
        if Int.random(in: 0..<stars, using: &random) == 0, Bool.random(using: &random) { return star }
        let entries = (0..<Int.random(in: 1...3, using: &random)).map { _ in entry(range, near: value, stars: stars, &random) }
        return Field(
            text: entries.map(\.text).joined(separator: ","), values: entries.reduce(into: []) { $0.formUnion($1.values) },
            hasStar: entries.contains(where: \.hasStar))
    }

    private static func entry(_ range: ClosedRange<Int>, near value: Int, stars: Int, _ random: inout SeededGenerator) -> Field {
        let first = clamped(value + Int.random(in: -3...3, using: &random), to: range)
        let last = Int.random(in: first...range.upperBound, using: &random)
        if Int.random(in: 0..<stars * 2, using: &random) == 0 {
            let step = Int.random(in: 1...(range.count - 1), using: &random)
            return Field(text: "*/\(step)", values: Set(stride(from: range.lowerBound, through: range.upperBound, by: step)), hasStar: true)
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where last > first:
            let step = Int.random(in: 1...(last - first), using: &random)
            return Field(text: "\(first)-\(last)/\(step)", values: Set(stride(from: first, through: last, by: step)))
        case 1: return Field(text: "\(first)-\(last)", values: Set(first...last))
        default: return Field(text: "\(first)", values: [first])
        }
    }

    private static func clamped(_ value: Int, to range: ClosedRange<Int>) -> Int { min(max(value, range.lowerBound), range.upperBound) }
}
