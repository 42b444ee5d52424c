package import CivilTime
package import JSON

/// What an earlier run recorded: what went in, what its calls answered, what came out.
package struct Recording: Sendable {
    package struct Entry: Sendable {
        package let id: CallID
        package let callable: String
        /// As it was written to the journal, with secrets by name.
        package let arguments: JSON
        package let outcome: Outcome
        package let at: Instant

        package init(id: CallID, callable: String, arguments: JSON, outcome: Outcome, at: Instant) {
            self.id = id
            self.callable = callable
            self.arguments = arguments
            self.outcome = outcome
            self.at = at
        }
    }

    package let facts: RunFacts
    package let input: JSON
    package let startedAt: Instant
    /// Of the run's jitter.
    package let seed: UInt64
    package let entries: [Entry]
    /// The output; nil when the run did not succeed.
    package let output: JSON?
    /// The type of the error it ended with.
    package let error: String?

    package init(facts: RunFacts, input: JSON, startedAt: Instant, seed: UInt64, entries: [Entry], output: JSON?, error: String?) {
        self.facts = facts
        self.input = input
        self.startedAt = startedAt
        self.seed = seed
        self.entries = entries
        self.output = output
        self.error = error
    }
}

/// A version of a skill played on a recording. Pure: every call is answered by what was recorded, and nothing is sent.
package enum ShadowRun {
    package enum Verdict: Sendable, Hashable {
        /// It ends as the recorded run did.
        case same
        /// It makes calls that are all recorded, and ends otherwise.
        case changed
        /// It asks, at this step, for a call that was not recorded, or with other arguments; what would follow is not known.
        case diverged(step: String)
        /// The input is not one that it takes.
        case refused
    }

    package static func play(_ skill: Skill, on recording: Recording) -> Verdict {
        let input = skill.input.schema.applyingDefaults(to: recording.input)
        guard skill.input.schema.firstViolation(in: input) == nil else { return .refused }
        let markers = SecretMarkers(nonce: 1)
        var execution = Execution(
            skill: skill, input: input, config: skill.configuration(), facts: recording.facts, secrets: markers.names(skill.secrets),
            seed: recording.seed, at: recording.startedAt)
        var answers: [(entry: Recording.Entry, id: CallID)] = []
        execution.start()
        while execution.ending == nil {
            for effect in execution.takeEffects() {
                switch effect {
                case .abandon(let id): answers.removeAll { $0.id == id }
                case .call(let request):
                    let arguments = markers.redact(request.arguments)
                    let known = recording.entries.first {
                        $0.id == request.id && $0.callable == request.callable.description && $0.arguments == arguments
                    }
                    guard let known else { return .diverged(step: request.step) }
                    answers.append((known, request.id))
                }
            }
            let next = answers.indices.min { (answers[$0].entry.at, $0) < (answers[$1].entry.at, $1) }
            if let next, execution.nextTimer.map({ answers[next].entry.at <= $0 }) ?? true {
                let answer = answers.remove(at: next)
                execution.complete(answer.id, answer.entry.outcome, at: max(execution.clock, answer.entry.at))
            } else if let timer = execution.nextTimer {
                execution.advance(to: timer)
            } else {
                return .changed
            }
        }
        switch execution.ending {
        case .succeeded(let output): return output == recording.output ? .same : .changed
        case .failed(let failure): return recording.output == nil && failure.type == recording.error ? .same : .changed
        default: return .changed
        }
    }
}
