import ArgumentParser
import CivilTime

/// A time on the command line: RFC 3339, or how long ago (`24h`).
enum TimeArgument: Sendable, ExpressibleByArgument {
    case at(Instant)
    case ago(Duration)

    init?(argument: String) {
        if let instant = try? Instant(rfc3339: argument) {
            self = .at(instant)
        } else if let duration = try? Duration(text: argument) {
            self = .ago(duration)
        } else {
            return nil
        }
    }

    func rfc3339(now: Instant) -> String {
        switch self {
        case .at(let instant): instant.rfc3339
        case .ago(let duration): (now - duration).rfc3339
        }
    }
}
