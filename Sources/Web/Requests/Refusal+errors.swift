import Engine
import Git
import JSON
import Loops
import Registry
import SkillLanguage
import Store
import Workspace

/// Errors of the parts below that say something to the caller.
extension Refusal {
    /// Nil for an error that is the server's own business.
    init?(explaining error: any Error) {
        switch error {
        case let refusal as Refusal: self = refusal
        case let error as EngineError: self.init(error)
        case let error as LoopError: self.init(error)
        case let error as AdoptionError: self.init(error)
        case let error as ProposalError: self.init(error)
        case let error as SecretError: self.init(error)
        case let error as StoreError:
            guard let refusal = Refusal(store: error) else { return nil }
            self = refusal
        case let error as GitError:
            guard let refusal = Refusal(git: error) else { return nil }
            self = refusal
        case let failure as Failure: self.init(.badRequest, "invalid_input", failure.description)
        case is CancellationError: self.init(.unavailable, "stopping", "the server is stopping")
        default: return nil
        }
    }

    private init(_ error: EngineError) {
        let status: Answer.Status
        var findings: [JSON] = []
        switch error {
        case .unknownSkill, .unknownRun: status = .notFound
        case .invalidInput(_, let found):
            status = .badRequest
            findings = found.map { Self.finding($0.code, $0.pointer, $0.message) }
        case .invalidAnswer(let found), .invalidExpectation(_, let found):
            status = .unprocessable
            findings = found.map { Self.finding($0.code, $0.pointer, $0.message) }
        case .wrongAnswer: status = .badRequest
        case .diverged(let problem):
            status = .conflict
            findings = [Self.finding("retry.diverged", "/\(problem.call.id.path)", "\(problem.call): \(problem.message)")]
        case .unresolved, .notRepeatable: status = .conflict
        case .unsupported: status = .unsupported
        case .stopping: status = .unavailable
        }
        self.init(status, error.code, error.description, findings: findings)
    }

    private init(_ error: LoopError) {
        switch error {
        case .unknown: self.init(.notFound, error.code, error.description)
        case .runOpen: self.init(.conflict, error.code, error.description)
        }
    }

    private init(_ error: AdoptionError) {
        switch error {
        case .noCommit: self.init(.notFound, "unknown_commit", error.description)
        case .behindLive: self.init(.conflict, "behind_live", error.description)
        case .liveMoved: self.init(.conflict, "live_moved", error.description)
        }
    }

    private init(_ error: ProposalError) {
        var findings: [JSON] = []
        let status: Answer.Status =
            switch error {
            case .malformed: .badRequest
            case .notAllowed, .ownProposal, .ownEdit: .forbidden
            case .noVersion: .notFound
            case .staleBase, .tooMany, .nothingLive, .closed, .changed, .unfit, .frozen, .conflict, .quarantined, .notEditable: .conflict
            }
        if case .malformed(let place, let problem) = error { findings = [Self.finding(error.code, place, problem)] }
        if case .staleBase(let path, let current) = error {
            findings = [["code": .string(error.code), "pointer": "", "message": "the live version", "path": .string(path), "current": .text(current)]]
        }
        self.init(status, error.code, error.description, findings: findings)
    }

    private init(_ error: SecretError) {
        switch error {
        case .invalidName: self.init(.badRequest, "invalid_field", error.description)
        case .unknown: self.init(.notFound, "unknown_secret", error.description)
        case .locked, .damaged: self.init(.conflict, "secret_locked", error.description)
        case .unusableKey, .unusableFile, .cannotSeal: self.init(.failed, "secret_store", error.description)
        }
    }

    private init?(store error: StoreError) {
        let (status, code): (Answer.Status, String)
        switch error {
        case .notFound(let what, _): (status, code) = (.notFound, "unknown_\(what)")
        case .ambiguous: (status, code) = (.badRequest, "ambiguous_id")
        case .prefixTooShort: (status, code) = (.badRequest, "id_too_short")
        case .invalidCursor: (status, code) = (.badRequest, "invalid_cursor")
        case .idempotencyConflict(_, let run):
            self.init(.conflict, "idempotency_conflict", error.description, run: run)
            return
        case .alreadyRunning(_, let run):
            self.init(.conflict, "already_running", error.description, run: run)
            return
        case .notWaiting: (status, code) = (.conflict, "not_waiting")
        case .question: (status, code) = (.badRequest, "invalid_sql")
        case .questionTooLong: (status, code) = (.badRequest, "sql_timeout")
        case .full: (status, code) = (.unavailable, "storage_full")
        case .closed: (status, code) = (.unavailable, "stopping")
        default: return nil
        }
        self.init(status, code, error.description)
    }

    /// What the owner of the working tree can put right.
    private init?(git error: GitError) {
        switch error {
        case .locked, .headElsewhere, .unfinished, .refMoved: self.init(.conflict, "repository_busy", error.description)
        default: return nil
        }
    }

    /// One finding, in the keys that findings have everywhere.
    static func finding(_ code: String, _ pointer: String, _ message: String) -> JSON {
        ["code": .string(code), "pointer": .string(pointer), "message": .string(message)]
    }
}
