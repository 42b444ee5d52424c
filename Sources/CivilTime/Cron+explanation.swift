extension Cron {
    /// The expression in words, for people: `at 09:00, Monday to Friday`.
    package var explanation: String { ([timesInWords] + datesInWords).joined(separator: ", ") }

    /// At most this many times of day are listed one by one.
    private static let listed = 6

    private var timesInWords: String {
        let (hours, minutes, seconds) = (hours.members, minutes.members, seconds.members)
        let times = hours.count * minutes.count * seconds.count
        if times <= Self.listed || (minutes == [0] && seconds == [0] && !isEven(hours, of: 24) && !isRun(hours)) {
            return "at " + enumeration(hours.flatMap { hour in minutes.flatMap { minute in seconds.map { clock(hour, minute, $0) } } })
        }
        if minutes == [0], seconds == [0] {
            if hours.count == 24 { return "every hour" }
            if isEven(hours, of: 24) { return "every \(24 / hours.count) hours" }
            return "every hour from \(clock(hours[0], 0, 0)) to \(clock(hours[hours.count - 1], 0, 0))"
        }
        return spans(hours: hours, minutes: minutes, seconds: seconds)
    }

    /// `every 15 minutes of hours 9 to 17`: from the smallest unit that matters to the largest one that is restricted.
    private func spans(hours: [Int], minutes: [Int], seconds: [Int]) -> String {
        var units = [TimeUnit(name: "second", size: 60, values: seconds), TimeUnit(name: "minute", size: 60, values: minutes)]
        units.append(TimeUnit(name: "hour", size: 24, values: hours))
        if seconds == [0] { units.removeFirst() }
        var words = [units[0].leading]
        // "Every 5 minutes" needs no "of every hour"; "at minute 5" does.
        while units.count > 1, let last = units.last, last.isAll, units[0].isEven || units.count > 2 { units.removeLast() }
        words += units.dropFirst().map(\.qualifying)
        return words.joined(separator: " of ")
    }

    private var datesInWords: [String] {
        let allDays = days.members.count == 31
        let allWeekdays = weekdays.members.count == 7
        let ofMonth = "on day\(days.members.count == 1 ? "" : "s") " + enumeration(runs(days.members) { String($0) }) + " of the month"
        let mondayFirst = weekdays.members.map { $0 == 0 ? 7 : $0 }.sorted()
        let weekdayNames = enumeration(runs(mondayFirst) { Self.weekdayNames[$0 % 7] })
        var parts: [String] = []
        switch (allDays, allWeekdays) {
        case (true, true): break
        case (_, true) where !eitherDay: parts.append(ofMonth)
        case (true, _) where !eitherDay: parts.append(weekdayNames)
        case (false, false): parts.append(ofMonth + (eitherDay ? " or on " : " if it is ") + weekdayNames)
        // One of two alternatives holds on any day.
        default: break
        }
        if months.members.count < 12 { parts.append("in " + enumeration(runs(months.members) { Self.monthNames[$0 - 1] })) }
        return parts
    }

    /// Seconds are told only where the expression has some other than 0.
    private func clock(_ hour: Int, _ minute: Int, _ second: Int) -> String {
        let time = padded(hour.magnitude, 2) + ":" + padded(minute.magnitude, 2)
        return seconds.members == [0] ? time : time + ":" + padded(second.magnitude, 2)
    }

    private static let weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}

/// A field of the clock with the values it may have.
private struct TimeUnit {
    let name: String
    let size: Int
    let values: [Int]

    var isAll: Bool { values.count == size }
    var isEven: Bool { CivilTime.isEven(values, of: size) }

    /// As the smallest unit: `every 15 minutes`, `at minute 5`.
    var leading: String {
        if isAll { return "every \(name)" }
        if isEven { return "every \(size / values.count) \(name)s" }
        return "at " + listed
    }

    /// As a larger unit: `every 2nd hour`, `hours 9 to 17`.
    var qualifying: String {
        if isAll { return "every \(name)" }
        if isEven { return "every \(ordinal(size / values.count)) \(name)" }
        return listed
    }

    private var listed: String { name + (values.count == 1 ? " " : "s ") + enumeration(runs(values) { String($0) }) }

    private func ordinal(_ number: Int) -> String { "\(number)" + (number == 2 ? "nd" : number == 3 ? "rd" : "th") }
}

extension UInt64 {
    fileprivate var members: [Int] { (0..<64).filter { self & (1 << UInt64($0)) != 0 } }
}

/// Whether the values are 0 and all that follow at one distance, which divides the size: `*/15` of 60.
private func isEven(_ values: [Int], of size: Int) -> Bool {
    let distance = size / values.count
    return values.count > 1 && values == Array(stride(from: 0, to: size, by: distance)) && size % distance == 0
}

private func isRun(_ values: [Int]) -> Bool { values.count > 2 && values[values.count - 1] - values[0] == values.count - 1 }

/// Three or more values in a row become `a to b`.
private func runs(_ values: [Int], word: (Int) -> String) -> [String] {
    var words: [String] = []
    var rest = values[...]
    while let first = rest.first {
        let run = rest.enumerated().prefix { $0.element == first + $0.offset }.map(\.element)
        words += run.count > 2 ? ["\(word(first)) to \(word(first + run.count - 1))"] : run.map(word)
        rest = rest.dropFirst(run.count)
    }
    return words
}

/// `a, b and c`.
private func enumeration(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " and " + last
}
