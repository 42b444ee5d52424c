extension ZoneRule {
    /// Parses `EST5EDT,M3.2.0,M11.1.0` or `<+0330>-3:30`. Nil when the text breaks the grammar or a range.
    ///
    /// Daylight saving without the days it begins and ends on is refused: POSIX leaves their choice to the reader.
    init?(_ text: some Sequence<UInt8>) {
        var cursor = TextCursor(text)
        guard cursor.takeZoneName(), let west = cursor.takeTime(hours: 24) else { return nil }
        standard = -west
        if cursor.isAtEnd {
            daylight = nil
            return
        }
        guard cursor.takeZoneName() else { return nil }
        var offset = standard + 3600
        if cursor.upcoming != UInt8(ascii: ",") {
            guard let west = cursor.takeTime(hours: 24) else { return nil }
            offset = -west
        }
        guard cursor.take(","), let begins = cursor.takeMoment(), cursor.take(","), let ends = cursor.takeMoment(), cursor.isAtEnd else {
            return nil
        }
        daylight = Daylight(offset: offset, begins: begins, ends: ends)
    }
}

extension TextCursor {
    /// Three letters or more, or letters, digits and signs in `<>`.
    fileprivate mutating func takeZoneName() -> Bool {
        if take("<") {
            return take { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }.count >= 3 && take(">")
        }
        return take(while: \.isLetter).count >= 3
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    fileprivate mutating func takeTime(hours limit: Int) -> Int? {
        let sign = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hours = number(limit: 3), hours <= limit else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where take(":") {
            guard let value = number(limit: 2), value < 60 else { return nil }
            seconds += value * unit
        }
        return sign * seconds
    }

    fileprivate mutating func takeMoment() -> ZoneRule.Moment? {
        guard let day = takeDay() else { return nil }
        guard take("/") else { return ZoneRule.Moment(day: day, time: 2 * 3600) }
        return takeTime(hours: 167).map { ZoneRule.Moment(day: day, time: $0) }
    }

    private mutating func takeDay() -> ZoneRule.Day? {
        if take("M") {
            guard let month = number(in: 1...12), take("."), let week = number(in: 1...5), take("."), let weekday = number(in: 0...6) else {
                return nil
            }
            return .weekday(weekday, week: week, month: month)
        }
        return take("J") ? number(in: 1...365).map(ZoneRule.Day.ofCommonYear) : number(in: 0...365).map(ZoneRule.Day.ofYear)
    }

    private mutating func number(in range: ClosedRange<Int>) -> Int? {
        number(limit: 3).flatMap { range.contains($0) ? $0 : nil }
    }
}
