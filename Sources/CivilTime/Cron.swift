/// A cron expression: the times of a wall clock at which something happens.
///
/// Five fields (minute, hour, day of month, month, day of week) or six (second first), or one of `@hourly`, `@daily`, `@midnight`,
/// `@weekly`, `@monthly`, `@yearly`, `@annually`. A field is a list of values, ranges (`9-17`) and steps (`*/15`, `10-50/20`); months
/// and weekdays have names, Sunday is 0 and 7. An expression that could never match (`0 0 31 2 *`) is refused.
///
/// **Days.** When day of month and day of week are both restricted, a day matches if either does; a field that starts with `*` is not
/// a restriction in this sense, and then both must match. This is the rule of Vixie cron.
///
/// **Clock changes.** A *fixed* expression has no `*` in its hour, minute and second fields (`30 2 * * *`, `0 9-17 * * 1-5`). It fires
/// at the first instant at which the wall clock has reached a matching time. So a time that clocks skip fires when they do, at the
/// first valid instant after the gap; several such times in one gap, or one that matches at its end, make one fire; and a time that
/// clocks repeat fires in the first pass only.
/// Any other expression follows *elapsed* time (`*/15 * * * *`, `0 * * * *`): it fires whenever the clock shows a matching time, so in
/// both passes of a repeated hour, and never on behalf of a skipped one.
package struct Cron: Sendable, Hashable {
    /// The text as written, its fields separated by single spaces.
    package let description: String
    /// Bit n stands for the value n; bit 0 of the days and months is never set, nor bit 7 of the weekdays.
    let seconds, minutes, hours, days, months, weekdays: UInt64
    /// Whether days of the month and weekdays are alternatives, rather than conditions that must both hold.
    let eitherDay: Bool
    /// Whether the expression is fixed, as defined above.
    package let isFixed: Bool

    /// Parses an expression; names in upper, lower or mixed case, fields separated by spaces or tabs.
    package init(_ text: String) throws(CronError) {
        let fields = try CronFields(text)
        description = fields.text
        (seconds, minutes, hours) = (fields.second.values, fields.minute.values, fields.hour.values)
        (days, months, weekdays) = (fields.dayOfMonth.values, fields.month.values, fields.dayOfWeek.values)
        eitherDay = !fields.dayOfMonth.startsWithStar && !fields.dayOfWeek.startsWithStar
        isFixed = ![fields.second, fields.minute, fields.hour].contains(where: \.hasStar)
        // The calendar repeats after 400 years: a day that is in none of them never comes.
        guard day(atOrAfter: 0, through: 2370) != nil else { throw CronError(text: text, column: 1, field: nil, problem: .impossibleDate) }
    }
}

extension Cron: CustomStringConvertible {}
