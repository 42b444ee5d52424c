package import CivilTime
package import JSON

/// A deploy in the demo's history.
package struct Deploy: Sendable, Hashable {
    /// Looks like the short name of a commit.
    package let id: String
    package let at: Instant
    package let author: String
    package let title: String
    package let diff: String

    package var json: JSON {
        ["id": .string(id), "at": .string(at.rfc3339), "author": .string(author), "title": .string(title), "diff": .string(diff)]
    }
}

extension Activity {
    /// How often something harmless is deployed, in seconds: about every 50 minutes, at any minute, before the fleet's start too.
    private static let routine = 3000

    /// What was deployed in a range of seconds, newest first.
    func changes(in seconds: Range<Int>) -> [(second: Int, change: Change)] {
        let risky = numbers(in: seconds, every: Incident.period, from: place * Incident.stagger).filter { $0 >= 0 }.map { number in
            let incident = incident(number)
            return (second: incident.deployed, change: profile.risky[incident.cause].change)
        }
        let routine = numbers(in: seconds, every: Self.routine, from: 0).map { number in
            let second = number * Self.routine + chance.whole(in: 0...(Self.routine - 1), .deployMinute, place, number)
            return (second: second, change: profile.routine[chance.whole(in: 0...(profile.routine.count - 1), .deployChoice, place, number)])
        }
        return (risky + routine).filter { seconds.contains($0.second) }.sorted { $0.second > $1.second }
    }

    /// The name of what was deployed at a second.
    func deployName(at second: Int) -> String {
        let digits = String(chance.bits(.deployName, place, second) & 0xFFF_FFFF, radix: 16)
        return String(repeating: "0", count: 7 - digits.count) + digits
    }

    /// The turns that could have a deploy in the range; one more on either side, since a deploy comes before its incident.
    private func numbers(in seconds: Range<Int>, every period: Int, from start: Int) -> ClosedRange<Int> {
        (seconds.lowerBound - start).divided(by: period).quotient - 1...(seconds.upperBound - start).divided(by: period).quotient + 1
    }
}
