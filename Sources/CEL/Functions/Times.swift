/// The parts of timestamps, in UTC or a named zone, and of durations.
enum Times {
    static let functions: [Function] = [
        date("getFullYear") { $0.year },
        date("getMonth") { $0.month - 1 },
        date("getDate") { $0.day },
        date("getDayOfMonth") { $0.day - 1 },
        date("getDayOfWeek") { $0.weekday },
        date("getDayOfYear") { $0.dayOfYear },
        time("getHours", { $0.hour }, { $0 / 3_600_000_000_000 }),
        time("getMinutes", { $0.minute }, { $0 / 60_000_000_000 }),
        time("getSeconds", { $0.second }, { $0 / 1_000_000_000 }),
        Function(
            "getMilliseconds", "timestamp.() -> int", "duration.() -> int", constant: true,
            body: .one { value in
                switch value {
                case .timestamp(let t): .int(Int64(t.nanoseconds) / 1_000_000)
                case .duration(let d): .int((d.nanoseconds ?? 0) / 1_000_000 % 1000)
                default: nil
                }
            }),
        zoned("getFullYear") { Int64($0.year) },
        zoned("getMonth") { Int64($0.month - 1) },
        zoned("getDate") { Int64($0.day) },
        zoned("getDayOfMonth") { Int64($0.day - 1) },
        zoned("getDayOfWeek") { Int64($0.weekday) },
        zoned("getDayOfYear") { Int64($0.dayOfYear) },
        zoned("getHours") { Int64($0.hour) },
        zoned("getMinutes") { Int64($0.minute) },
        zoned("getSeconds") { Int64($0.second) },
        Function(
            "getMilliseconds", "timestamp.(string) -> int", constant: true,
            body: .two { value, zone throws(EvaluationError) in
                guard case (.timestamp(let t), .string(let zone)) = (value, zone) else { return nil }
                _ = try TimeZones.offset(of: zone, at: t)
                return .int(Int64(t.nanoseconds) / 1_000_000)
            }),
    ]

    private static func date(_ name: String, _ part: @escaping @Sendable (Civil) -> Int) -> Function {
        Function(
            name, "timestamp.() -> int", constant: true,
            body: .one { value in
                guard case .timestamp(let t) = value else { return nil }
                return .int(Int64(part(Civil(seconds: t.seconds))))
            })
    }

    /// Of a duration the whole length in the unit, of a timestamp the part of the day.
    private static func time(
        _ name: String, _ part: @escaping @Sendable (Civil) -> Int, _ whole: @escaping @Sendable (Int64) -> Int64
    ) -> Function {
        Function(
            name, "timestamp.() -> int", "duration.() -> int", constant: true,
            body: .one { value in
                switch value {
                case .timestamp(let t): .int(Int64(part(Civil(seconds: t.seconds))))
                case .duration(let d): .int(whole(d.nanoseconds ?? 0))
                default: nil
                }
            })
    }

    private static func zoned(_ name: String, _ part: @escaping @Sendable (Civil) -> Int64) -> Function {
        Function(
            name, "timestamp.(string) -> int", constant: true,
            body: .two { value, zone throws(EvaluationError) in
                guard case (.timestamp(let t), .string(let zone)) = (value, zone) else { return nil }
                let offset = try TimeZones.offset(of: zone, at: t)
                return .int(part(Civil(seconds: t.seconds + offset)))
            })
    }
}
