package import SkillLanguage

/// A recorded run, with what was said of it.
package struct Case: Sendable {
    package enum Judgement: Sendable, Hashable {
        /// Labelled good: it has to come out the same.
        case good
        /// Labelled bad, a false alarm or missed, with what would have been right.
        case wrong(Expectation)
        /// Not labelled.
        case none
    }

    /// The run's id.
    package let run: String
    package let recording: Recording
    package let judgement: Judgement

    package init(run: String, recording: Recording, judgement: Judgement) {
        self.run = run
        self.recording = recording
        self.judgement = judgement
    }
}

/// The runs of a skill that a search can use, and how many it cannot and why.
package struct Cases: Sendable {
    package var good: [Case] = []
    package var wrong: [Case] = []
    package var others: [Case] = []
    /// Labelled wrong and of no use, by reason: an `Attribution`, or `no_expectation`.
    package var unusable: [String: Int] = [:]

    package init() {}

    package mutating func add(_ item: Case) {
        switch item.judgement {
        case .good: good.append(item)
        case .wrong: wrong.append(item)
        case .none: others.append(item)
        }
    }
}
