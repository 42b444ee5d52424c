package import CivilTime

extension Duration {
    /// For people, to two or three figures: `120 ms`, `1.2 s`, `3m 4s`, `2h 5m`, `3d 4h`.
    package var approximate: String {
        let whole = milliseconds
        guard whole >= 0 else { return "-" + Duration.milliseconds(-whole).approximate }
        let seconds = (whole + 500) / 1000
        switch seconds {
        case _ where whole < 1000: return "\(whole) ms"
        case _ where whole < 9_950:
            let tenths = (whole + 50) / 100
            return "\(tenths / 10).\(tenths % 10) s"
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60)m \(seconds % 60)s"
        case ..<86_400: return "\(seconds / 3600)h \(seconds / 60 % 60)m"
        default: return "\(seconds / 86_400)d \(seconds / 3600 % 24)h"
        }
    }
}

extension Instant {
    /// In UTC, as short as it stays clear on the day of `now`: `12:04:31`, `Nov 21 12:04`, `2025-11-21 12:04`.
    package func short(at now: Instant) -> String {
        let time = Zone.utc.civil(at: self), today = Zone.utc.civil(at: now).date
        let clock = "\(Amounts.twoDigits(Int64(time.hour))):\(Amounts.twoDigits(Int64(time.minute)))"
        if time.date == today { return clock + ":\(Amounts.twoDigits(Int64(time.second)))" }
        if time.date.year == today.year { return "\(Self.months[time.date.month - 1]) \(time.date.day) \(clock)" }
        return "\(time.date) \(clock)"
    }

    /// In UTC with the day of the week: `Sat 2026-11-21 12:04:31 UTC`.
    package var long: String {
        let time = Zone.utc.civil(at: self)
        let day = "\(time.date.weekday)".prefix(3).capitalizedFirst
        let clock = [time.hour, time.minute, time.second].map { Amounts.twoDigits(Int64($0)) }.joined(separator: ":")
        return "\(day) \(time.date) \(clock) UTC"
    }

    /// `3m ago`, `in 2h`, `now` within a second.
    package func relative(to now: Instant) -> String {
        let distance = self - now
        let seconds = abs(distance.milliseconds) / 1000
        let text =
            switch seconds {
            case 0: ""
            case ..<60: "\(seconds)s"
            case ..<3600: "\(seconds / 60)m"
            case ..<86_400: "\(seconds / 3600)h"
            default: "\(seconds / 86_400)d"
            }
        return text.isEmpty ? "now" : distance > .zero ? "in \(text)" : "\(text) ago"
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

extension Substring {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
