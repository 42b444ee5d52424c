import JSON
import SkillLanguage
import Store

/// A run's ending as its row keeps it.
extension Ending {
    var state: RunState {
        switch self {
        case .succeeded: .succeeded
        case .failed: .failed
        case .cancelled: .cancelled
        case .timedOut: .timedOut
        }
    }

    var failure: Failure? {
        switch self {
        case .succeeded: nil
        case .failed(let failure), .timedOut(let failure): failure
        case .cancelled(let reason): Failure("cancelled", reason, retryable: false)
        }
    }

    var output: JSON? { if case .succeeded(let output) = self { output } else { nil } }

    /// What a calling step gets.
    var outcome: Result<JSON, Failure> {
        switch self {
        case .succeeded(let output): .success(output)
        case .failed(let failure), .timedOut(let failure):
            .failure(Failure("skill.failed", "the called skill failed with \(failure.type): \(failure.message)", retryable: false, details: failure.json))
        case .cancelled(let reason):
            .failure(Failure("skill.failed", "the called run was cancelled: \(reason)", retryable: false, details: ["type": "cancelled"]))
        }
    }
}
