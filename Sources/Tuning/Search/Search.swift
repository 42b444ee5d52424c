import JSON
package import SkillLanguage

/// The search for the one change of one number of a skill's config that makes most runs that were labelled wrong come out as expected, while
/// no good one changes. Every candidate is tried on every case by replaying it; no model is asked, nothing is sent and nothing is written.
/// A pure function of the skill and its cases.
package struct Search: Sendable {
    /// With fewer usable runs of either kind there is no result.
    package static let leastWrong = 3, leastGood = 3
    /// How many wrong runs a change has to put right.
    package static let leastRight = 2

    package struct Finding: Sendable, Hashable {
        /// The best; nil when the search is inconclusive.
        package var change: Trial?
        /// Why there is a change, or none.
        package var reason: String
        /// All that were tried, in order.
        package var trials: [Trial] = []
        /// Labelled runs that counted.
        package var wrong = 0
        package var good = 0
        /// Runs without a label that would come out otherwise with the change, or nobody knows how.
        package var opposing: [String] = []
    }

    private let skill: Skill
    private let cases: Cases
    private let resting: Set<String>

    /// - Parameter resting: settings that are left alone because a change of them was rejected not long ago.
    package init(_ skill: Skill, cases: Cases, resting: Set<String> = []) {
        self.skill = skill
        self.cases = cases
        self.resting = resting
    }

    /// Gives other tasks their turn between candidates, and ends early when the task is cancelled.
    package func finding() async throws -> Finding {
        let settings = Setting.all(of: skill).filter(\.isNumeric)
        guard !settings.isEmpty else { return Finding(reason: "inconclusive: the skill has no numbers in its config") }
        // What the live version itself makes of a run is what a candidate is compared with: a run of an older version may be none of its own.
        let wrong = cases.wrong.filter { item in
            let run = ShadowRun(of: skill, on: item.recording)
            return isKnown(run) && !isMet(item, by: run)
        }
        let good = cases.good.filter { ShadowRun(of: skill, on: $0.recording).verdict == .same }
        var finding = Finding(reason: "", wrong: wrong.count, good: good.count)
        guard wrong.count >= Self.leastWrong, good.count >= Self.leastGood else {
            finding.reason = """
                inconclusive: \(wrong.count) runs labelled wrong with what was expected and \(good.count) labelled good; at least \(Self.leastWrong) \
                and \(Self.leastGood) are needed
                """
            return finding
        }
        for setting in settings {
            for value in setting.candidates(of: skill) {
                var trial = Trial(setting: setting.name, from: setting.value, to: value, outcome: .resting)
                if !resting.contains(setting.name) { attempt(&trial, wrong, good) }
                finding.trials.append(trial)
                try Task.checkCancellation()
                await Task.yield()
            }
        }
        choose(among: &finding)
        return finding
    }

    private func attempt(_ trial: inout Trial, _ wrong: [Case], _ good: [Case]) {
        let overrides: JSON.Object = [trial.setting: trial.to]
        trial.right = wrong.filter { isMet($0, by: ShadowRun(of: skill, overriding: overrides, on: $0.recording)) }.map(\.run)
        guard trial.right.count >= Self.leastRight else { return trial.outcome = .helpsTooFew }
        trial.broken = good.filter { ShadowRun(of: skill, overriding: overrides, on: $0.recording).verdict != .same }.map(\.run)
        trial.outcome = trial.broken.isEmpty ? .fits : .breaksGood
    }

    /// The most runs put right, then the smallest step. One whose tests fail gives way to the next.
    private func choose(among finding: inout Finding) {
        let order = finding.trials.indices.filter { finding.trials[$0].outcome == .fits }.sorted { a, b in
            let (a, b) = (finding.trials[a], finding.trials[b])
            return (-a.right.count, a.distance) < (-b.right.count, b.distance)
        }
        for index in order {
            let trial = finding.trials[index]
            guard passesTests(trial) else {
                finding.trials[index].outcome = .failsTests
                continue
            }
            finding.change = trial
            let changed = cases.others.filter { ShadowRun(of: skill, overriding: [trial.setting: trial.to], on: $0.recording).verdict != .same }
            finding.opposing = changed.map(\.run)
            finding.reason = """
                \(trial.setting) from \(trial.from.text(.compact)) to \(trial.to.text(.compact)): \(trial.right.count) of \(finding.wrong) runs \
                labelled wrong come out as expected, none of \(finding.good) labelled good changes, \(changed.count) of \(cases.others.count) \
                without a label would come out otherwise
                """
            return
        }
        let tried = finding.trials.count { $0.outcome != .resting }
        finding.reason = "inconclusive: none of \(tried) values puts \(Self.leastRight) wrong runs right and leaves the good ones and the tests as they are"
        let left = Set(finding.trials.filter { $0.outcome == .resting }.map(\.setting)).sorted()
        if !left.isEmpty { finding.reason += "; left alone after a rejection: \(left.joined(separator: ", "))" }
    }

    private func passesTests(_ trial: Trial) -> Bool {
        guard let document = try? Variation.config([trial.setting: trial.to]).document(of: skill), let changed = try? SkillDecoder.decode(document)
        else { return false }
        return TestRunner.run(changed).allSatisfy(\.passed)
    }

    private func isKnown(_ run: ShadowRun) -> Bool { run.verdict == .same || run.verdict == .changed }

    private func isMet(_ item: Case, by run: ShadowRun) -> Bool {
        guard case .wrong(let expectation) = item.judgement else { return false }
        return expectation.isMet(by: run.output)
    }
}
