/// Everything the store can answer instead of a result.
///
/// Refusals (`fenced` to `constraint`) changed nothing and will be refused again. Failures of the storage (`full`, `io`,
/// `sqlite`) mean the write is not acknowledged; the store stays usable and the same write may be tried again. Of a write that
/// failed with `full` nothing is there. One that failed with `io` can be there, as a whole, if the process ends before a later
/// write succeeds.
package enum StoreError: Error, Hashable, Sendable {
    /// Another holder has taken the run over since this key was handed out: stop working on it.
    case fenced(run: RunKey, current: Int64)
    /// The run has ended; it takes no more entries, except those of kind `late`.
    case finished(run: RunKey, state: RunState)
    /// `what` ("run", "loop", ...) with this name does not exist.
    case notFound(what: String, name: String)
    /// The beginning of an id fits several runs; the first few are named.
    case ambiguous(prefix: String, candidates: [String])
    /// Fewer than eight characters do not name a run.
    case prefixTooShort(String)
    /// The same idempotency key came before with another input.
    case idempotencyConflict(key: String, run: String)
    /// A start with a key that an open run has was to fail then.
    case alreadyRunning(key: String, run: String)
    /// The wait that is given up was answered first. Read the run again and go on from there.
    case answered(CallKey)
    /// The wait takes no answer (any more).
    case notWaiting(wait: String, state: WaitRecord.State)
    /// A run names a version that was never stored with `remember`, so it could not be resumed.
    case unknownVersion(id: String, skill: String)
    /// Not a cursor this store gave out.
    case invalidCursor(String)
    /// A statement that cannot be asked, with SQLite's message.
    case question(String)
    /// A statement that took all the time it was given.
    case questionTooLong(Duration)
    /// A row would break an invariant that the schema states; the message names the constraint.
    case constraint(String)

    /// Another process has the database open for writing. `holder` is its process id, if it could be read.
    case locked(path: String, holder: Int32?)
    /// Another process opened the database for writing although this one holds it; this one must stop.
    case superseded(epoch: Int64, current: Int64)
    /// The database was written by a newer release; it was not touched.
    case newerSchema(path: String, found: Int, known: Int)
    /// The database is of an older release, and read-only access cannot bring it up to date.
    case olderSchema(path: String, found: Int, known: Int)
    /// The file is an SQLite database of some other program.
    case foreignDatabase(path: String)
    case libraryTooOld(found: Int32, needed: Int32)
    case cannotOpen(path: String, reason: String)
    case migrationFailed(version: Int, reason: String)
    case closed

    /// The disk, or the size the database was allowed, is used up.
    case full(String)
    /// Reading or writing the file failed (SQLITE_IOERR and its kinds).
    case io(ResultCode, String)
    case corrupt(String)
    /// Any other code, with SQLite's message.
    case sqlite(ResultCode, String)

    init(code: ResultCode, message: String) {
        switch code {
        case .full: self = .full(message)
        case .io: self = .io(code, message)
        case .corrupt, .notADatabase: self = .corrupt(message)
        case .constraint: self = .constraint(message)
        default: self = .sqlite(code, message)
        }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .fenced(let run, let current):
            "run \(run.rowID) was taken over: this writer holds epoch \(run.epoch), the run is at \(current). Stop working on it."
        case .finished(let run, let state): "run \(run.rowID) has ended (\(state.rawValue)) and takes no more entries."
        case .notFound(let what, let name): "there is no \(what) \(name)."
        case .ambiguous(let prefix, let candidates):
            "\(prefix) is the beginning of several runs: \(candidates.joined(separator: ", ")). Give more characters."
        case .prefixTooShort(let text): "\"\(text)\" is too short to name a run: give at least 8 characters of its id."
        case .idempotencyConflict(let key, let run):
            "idempotency key \"\(key)\" was used for run \(run) with another input. Use a new key for a new input."
        case .alreadyRunning(let key, let run): "idempotency key \"\(key)\" belongs to run \(run), which is open."
        case .answered(let call): "the call \(call.path)#\(call.attempt) was answered before its run gave up waiting."
        case .notWaiting(let wait, let state):
            "\(wait) takes no answer: it is \(state == .resolved ? "answered already" : "closed; its run went on without an answer, or ended")."
        case .unknownVersion(let id, let skill): "version \(id) of skill \(skill) is not stored: remember the version before starting a run of it."
        case .invalidCursor(let text): "\"\(text)\" is not a cursor of this list. Start again from the first page."
        case .question(let message): "\(message). Read-only SQL over the views \(HistoryView.all.map(\.name).joined(separator: ", ")) is answered."
        case .questionTooLong(let time):
            "no answer within \(time.components.seconds) s. Narrow the question down (by created_ms, at_ms or run_id), or give it more time."
        case .constraint(let message): "the database refused a row: \(message)."
        case .locked(let path, let holder):
            "\(path) is in use by \(holder.map { "process \($0)" } ?? "another process"). Stop that process, or use another workspace."
        case .superseded(let epoch, let current):
            "another process opened the database for writing (epoch \(current), this one has \(epoch)). This process must stop."
        case .newerSchema(let path, let found, let known):
            "\(path) has schema \(found); this release knows up to \(known). Use the release that wrote it, or a newer one."
        case .olderSchema(let path, let found, let known):
            "\(path) has schema \(found), this release needs \(known). Start the server once to bring it up to date."
        case .foreignDatabase(let path): "\(path) is a database of another program. Name another path."
        case .libraryTooOld(let found, let needed): "libsqlite3 is version \(found), at least \(needed) is needed."
        case .cannotOpen(let path, let reason): "cannot open \(path): \(reason)."
        case .migrationFailed(let version, let reason): "the step to schema \(version) failed and was undone: \(reason)."
        case .closed: "the store is closed."
        case .full(let message): "no room for the database: \(message). Free disk space; nothing acknowledged is lost."
        case .io(let code, let message): "the database file could not be read or written: \(message), \(code). Check the disk."
        case .corrupt(let message): "the database is damaged: \(message). Stop the server and restore a backup."
        case .sqlite(let code, let message): "database error: \(message), \(code)."
        }
    }
}
