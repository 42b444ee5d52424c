import CivilTime

/// Time zones as CEL writes them: `UTC`, an offset such as `+05:30`, or a name such as `Europe/Paris`.
enum TimeZones {
    /// Seconds east of UTC.
    static func offset(of zone: String, at timestamp: Timestamp) throws(EvaluationError) -> Int64 {
        if zone.isEmpty || Text.same(zone, "UTC") { return 0 }
        if let fixed = fixed(zone) { return fixed }
        let instant = Instant(milliseconds: timestamp.seconds * 1000)
        do throws(ZoneError) {
            return Int64(try named(zone).offset(at: instant))
        } catch {
            throw EvaluationError(.invalidArgument, "\(error)")
        }
    }

    private static let directory = ZoneDirectory()

    /// A legacy name that means one place only is that place.
    private static func named(_ name: String) throws(ZoneError) -> Zone {
        do throws(ZoneError) {
            return try directory.zone(named: name)
        } catch {
            guard case .legacy(_, let use) = error, use.count == 1 else { throw error }
            return try directory.zone(named: use[0])
        }
    }

    /// `+hh:mm`, `-hh:mm` or `hh:mm`.
    private static func fixed(_ zone: String) -> Int64? {
        var digits = Array(zone.utf8)[...]
        let isWest = digits.first == UInt8(ascii: "-")
        if isWest || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        let parts = digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
            let hours = Int64(String(decoding: parts[0], as: UTF8.self)), let minutes = Int64(String(decoding: parts[1], as: UTF8.self)),
            hours < 24, minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
