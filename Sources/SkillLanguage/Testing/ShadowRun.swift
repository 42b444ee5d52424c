import CivilTime
package import JSON

/// A version of a skill played on a recording. Pure: every call but `echo` is answered by what was recorded, and nothing is sent.
package struct ShadowRun: Sendable {
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

    package let verdict: Verdict
    /// How it ends; nil when that is not known.
    package internal(set) var ending: Ending?
    /// What it asked for that was not recorded, such as `skill:triage@^1`.
    package internal(set) var asked: String?
    /// What the recorded calls that it made used.
    package internal(set) var usage = Usage.none
    /// From its start to its end or to where it diverged, in the times of the recording.
    package internal(set) var duration = Duration.zero

    /// Nil when it did not succeed.
    package var output: JSON? { if case .succeeded(let output) = ending { output } else { nil } }

    /// The type of the error it ends with.
    package var error: String? {
        switch ending {
        case .failed(let failure), .timedOut(let failure): failure.type
        case .cancelled: "cancelled"
        case .succeeded, nil: nil
        }
    }

    package static func play(_ skill: Skill, on recording: Recording) -> Verdict { ShadowRun(of: skill, on: recording).verdict }

    /// - Parameter overrides: values of the config in place of its defaults.
    package init(of skill: Skill, overriding overrides: JSON.Object = [:], on recording: Recording) {
        let input = skill.input.schema.applyingDefaults(to: recording.input)
        guard skill.input.schema.firstViolation(in: input) == nil else {
            verdict = .refused
            return
        }
        let markers = SecretMarkers(nonce: 1)
        var replay = Replay(
            recording: recording, markers: markers,
            execution: Execution(
                skill: skill, input: input, config: skill.configuration(overriding: overrides), facts: recording.facts,
                secrets: markers.names(skill.secrets), seed: recording.seed, at: recording.startedAt))
        let stop = replay.play()
        switch stop {
        case .ended(let ending):
            self.ending = ending
            verdict = Self.verdict(on: ending, recording)
        case .unknown(let request):
            asked = request.callable.description
            verdict = .diverged(step: request.step)
        case .stuck: verdict = .changed
        }
        usage = replay.execution.usage
        duration = replay.execution.clock - recording.startedAt
    }

    private static func verdict(on ending: Ending, _ recording: Recording) -> Verdict {
        switch ending {
        case .succeeded(let output): output == recording.output ? .same : .changed
        case .failed(let failure): recording.output == nil && failure.type == recording.error ? .same : .changed
        default: .changed
        }
    }
}

/// The interpreter and what it is answered from.
private struct Replay {
    enum Stop {
        case ended(Ending)
        case unknown(CallRequest)
        /// It waits for what no record has.
        case stuck
    }

    let recording: Recording
    let markers: SecretMarkers
    var execution: Execution
    /// Calls under way, and what answers them.
    private var answers: [(entry: Recording.Entry, id: CallID)] = []

    init(recording: Recording, markers: SecretMarkers, execution: Execution) {
        self.recording = recording
        self.markers = markers
        self.execution = execution
    }

    mutating func play() -> Stop {
        execution.start()
        while true {
            if let ending = execution.ending { return .ended(ending) }
            for effect in execution.takeEffects() {
                switch effect {
                case .abandon(let id): answers.removeAll { $0.id == id }
                case .call(let request):
                    guard let known = entry(for: request) else { return .unknown(request) }
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
                return .stuck
            }
        }
    }

    private func entry(for request: CallRequest) -> Recording.Entry? {
        let arguments = markers.redact(request.arguments)
        let known = recording.entries.first { entry in
            entry.id == request.id && entry.callable == request.callable.description
                && (entry.arguments == arguments || entry.answersAnything(from: arguments["model"]))
        }
        if known != nil || request.callable != .builtin("echo") { return known }
        // What it answers is no secret of the past.
        return Recording.Entry(id: request.id, callable: "echo", arguments: arguments, outcome: Outcome(.success(arguments)), at: execution.clock)
    }
}

extension Recording.Entry {
    /// A model that was not configured answered no prompt, whatever it said.
    fileprivate func answersAnything(from model: JSON?) -> Bool {
        guard case .failure(let failure) = outcome.result, failure.type == "llm.not_configured" else { return false }
        return model != nil && arguments["model"] == model
    }
}
