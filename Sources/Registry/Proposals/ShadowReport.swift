import CivilTime
package import JSON
package import SkillLanguage

/// What a candidate makes of runs that its live version, and those before, recorded. Pure in the runs and the candidate: playing it on the
/// same runs again gives the same report and the same hash.
package struct ShadowReport: Sendable, Hashable {
    /// The latest first.
    package let runs: [Run]

    package struct Run: Sendable, Hashable {
        package let id: String
        package let verdict: ShadowRun.Verdict
        /// What it asked for that was not recorded.
        package var asked: String?
        /// Where it ends otherwise: the first few places of the output, or the two endings.
        package var differences: [Difference] = []
        /// What the run cost and took, and what the candidate would have.
        package var costs = Pair(was: 0, now: 0)
        package var milliseconds = Pair(was: 0, now: 0)
    }

    /// Cost is in millionths of a US dollar.
    package struct Pair: Sendable, Hashable {
        package var was: Int
        package var now: Int
    }

    package init(runs: [Run]) { self.runs = runs }

    /// Whether every run ends as it did.
    package var isClean: Bool { runs.allSatisfy { $0.verdict == .same } }

    /// SHA-256 of the canonical form.
    package var hash: String { ContentHash.of(body) }

    package var json: JSON {
        var object = body.object ?? [:]
        object["hash"] = .string(hash)
        return .object(object)
    }

    private var body: JSON {
        func count(_ verdict: String) -> JSON { .int(Int64(runs.count { $0.verdict.word == verdict })) }
        func sum(_ part: KeyPath<Run, Pair>) -> Pair {
            // What is not known to its end is compared with nothing.
            runs.filter { $0.verdict == .same || $0.verdict == .changed }.reduce(Pair(was: 0, now: 0)) {
                Pair(was: $0.was + $1[keyPath: part].was, now: $0.now + $1[keyPath: part].now)
            }
        }
        let costs = sum(\.costs), milliseconds = sum(\.milliseconds)
        return [
            "status": runs.isEmpty ? "no_runs" : isClean ? "clean" : "differs", "same": count("same"), "changed": count("changed"),
            "diverged": count("diverged"), "refused": count("refused"),
            "cost_usd": ["was": .double(Double(costs.was) / 1_000_000), "now": .double(Double(costs.now) / 1_000_000)],
            "duration_ms": ["was": .int(Int64(milliseconds.was)), "now": .int(Int64(milliseconds.now))], "runs": .array(runs.map(\.json)),
        ]
    }

    /// Ids of the runs in a report that `json` wrote.
    static func runs(in json: JSON?) -> [String] { (json?["runs"]?.array ?? []).compactMap { $0["run"]?.string } }
}

extension ShadowReport.Run {
    /// How many places of an output are told.
    private static var mostDifferences: Int { 8 }

    package init(_ shadow: ShadowRun, of id: String, on recording: Recording) {
        self.id = id
        verdict = shadow.verdict
        asked = shadow.asked
        let cost = recording.entries.reduce(0.0) { $0 + $1.outcome.usage.costUSD }
        let end = recording.entries.map(\.at).max() ?? recording.startedAt
        costs = ShadowReport.Pair(was: Self.millionths(cost), now: Self.millionths(shadow.usage.costUSD))
        milliseconds = ShadowReport.Pair(was: Int((end - recording.startedAt).milliseconds), now: Int(shadow.duration.milliseconds))
        guard verdict == .changed else { return }
        if let was = recording.output, let now = shadow.output {
            differences = allDifferences(was, now, most: Self.mostDifferences)
        } else {
            func end(_ output: JSON?, _ error: String?) -> JSON { output ?? .string("error " + (error ?? "that never ends")) }
            differences = allDifferences(end(recording.output, recording.error), end(shadow.output, shadow.error), most: 1)
        }
    }

    private static func millionths(_ dollars: Double) -> Int { Int((dollars * 1_000_000).rounded()) }

    fileprivate var json: JSON {
        var object: JSON.Object = ["run": .string(id), "verdict": .string(verdict.word), "step": verdict.step.map(JSON.string) ?? .null]
        object["asked"] = asked.map(JSON.string)
        if !differences.isEmpty { object["differences"] = .array(differences.map(\.json)) }
        return .object(object)
    }
}

extension Difference {
    /// `{at, was, now}`; long values are cut.
    package var json: JSON {
        func short(_ value: JSON?) -> JSON {
            guard let value, value.bytes(.compact).count > 300 else { return value ?? .null }
            return .string(value.excerpt(200))
        }
        return ["at": .string(pointer.description), "was": short(expected), "now": short(got)]
    }
}

extension ShadowRun.Verdict {
    package var word: String {
        switch self {
        case .same: "same"
        case .changed: "changed"
        case .diverged: "diverged"
        case .refused: "refused"
        }
    }

    package var step: String? { if case .diverged(let step) = self { step } else { nil } }
}
