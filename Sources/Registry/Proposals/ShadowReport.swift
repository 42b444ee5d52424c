package import JSON
package import SkillLanguage

/// What a candidate makes of the runs that its live version, and those before, recorded.
package struct ShadowReport: Sendable, Hashable {
    /// The id of each run, and how the candidate fared on it.
    package let runs: [Run]

    package struct Run: Sendable, Hashable {
        package let id: String
        package let verdict: ShadowRun.Verdict
    }

    /// Whether every run ends as it did.
    package var isClean: Bool { runs.allSatisfy { $0.verdict == .same } }

    package var json: JSON {
        func count(_ verdict: String) -> JSON { .int(Int64(runs.count { $0.verdict.word == verdict })) }
        return [
            "status": runs.isEmpty ? "no_runs" : isClean ? "clean" : "differs", "same": count("same"), "changed": count("changed"),
            "diverged": count("diverged"), "refused": count("refused"),
            "runs": .array(runs.filter { $0.verdict != .same }.map { run in
                ["run": .string(run.id), "verdict": .string(run.verdict.word), "step": run.verdict.step.map(JSON.string) ?? .null]
            }),
        ]
    }
}

extension ShadowRun.Verdict {
    fileprivate var word: String {
        switch self {
        case .same: "same"
        case .changed: "changed"
        case .diverged: "diverged"
        case .refused: "refused"
        }
    }

    fileprivate var step: String? { if case .diverged(let step) = self { step } else { nil } }
}
