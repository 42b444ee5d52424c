package import JSON

/// One value of one setting, tried on the cases.
package struct Trial: Sendable, Hashable {
    package enum Outcome: String, Sendable, Hashable {
        /// It puts enough right and breaks nothing.
        case fits
        /// Too few wrong runs come out as expected.
        case helpsTooFew = "helps_too_few"
        /// A good run would come out otherwise, or nobody knows how.
        case breaksGood = "breaks_good"
        /// It fits, and a test of the skill fails with it.
        case failsTests = "fails_tests"
        /// A person rejected a change of this setting not long ago; it was not tried.
        case resting
    }

    package let setting: String
    package let from: JSON
    package let to: JSON
    package var outcome: Outcome
    /// Ids of the wrong runs that come out as expected.
    package var right: [String] = []
    /// Ids of the good runs that come out otherwise or nobody knows how.
    package var broken: [String] = []

    /// How far it goes, as a share of the present value.
    var distance: Double {
        guard let from = from.double, let to = to.double, from != 0 else { return .infinity }
        return abs(to - from) / abs(from)
    }

    package var json: JSON {
        [
            "setting": .string(setting), "from": from, "to": to, "outcome": .string(outcome.rawValue), "right": .int(Int64(right.count)),
            "broken": .int(Int64(broken.count)),
        ]
    }
}
