import CivilTime

/// The parts of timestamps, in UTC or another zone, and of durations.
enum Times {
    static let functions: [Function] =
        part("getFullYear") { $0.date.year }
        + part("getMonth") { $0.date.month - 1 }
        + part("getDate") { $0.date.day }
        + part("getDayOfMonth") { $0.date.day - 1 }
        + part("getDayOfWeek") { $0.date.weekday.rawValue }
        + part("getDayOfYear") { $0.date.daysSince1970 - (CivilDate(year: $0.date.year, month: 1, day: 1)?.daysSince1970 ?? 0) }
        + part("getHours", duration: { $0 / 3_600_000_000_000 }) { $0.hour }
        + part("getMinutes", duration: { $0 / 60_000_000_000 }) { $0.minute }
        + part("getSeconds", duration: { $0 / 1_000_000_000 }) { $0.second }
        + [
            Function(
                "getMilliseconds", "timestamp.() -> int", "duration.() -> int", constant: true,
                body: .one { value in
                    switch value {
                    case .timestamp(let t): .int(Int64(t.nanoseconds) / 1_000_000)
                    case .duration(let d): .int((d.nanoseconds ?? 0) / 1_000_000 % 1000)
                    default: nil
                    }
                }),
            Function(
                "getMilliseconds", "timestamp.(string) -> int", constant: true,
                body: .two { value, zone throws(EvaluationError) in
                    guard case (.timestamp(let t), .string(let zone)) = (value, zone) else { return nil }
                    _ = try TimeZones.offset(of: zone, at: t)
                    return .int(Int64(t.nanoseconds) / 1_000_000)
                }),
        ]

    /// A part of the date or time of day, with and without a zone. Of a duration it is the whole length in that unit.
    private static func part(
        _ name: String, duration: (@Sendable (Int64) -> Int64)? = nil, _ part: @escaping @Sendable (CivilDateTime) -> Int
    ) -> [Function] {
        let signatures = ["timestamp.() -> int"] + (duration == nil ? [] : ["duration.() -> int"])
        return [
            Function(
                name, signatures.map(Signature.init(builtIn:)), proportional: false,
                body: .one { value in
                    switch value {
                    case .timestamp(let t): .int(Int64(part(CivilDateTime(secondsSince1970: Int(t.seconds)))))
                    case .duration(let d): duration.map { .int($0(d.nanoseconds ?? 0)) }
                    default: nil
                    }
                }),
            Function(
                name, "timestamp.(string) -> int", constant: true,
                body: .two { value, zone throws(EvaluationError) in
                    guard case (.timestamp(let t), .string(let zone)) = (value, zone) else { return nil }
                    let offset = try TimeZones.offset(of: zone, at: t)
                    return .int(Int64(part(CivilDateTime(secondsSince1970: Int(t.seconds + offset)))))
                }),
        ]
    }
}
