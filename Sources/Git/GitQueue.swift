import Dispatch

/// A serial executor of its own thread: git's disk reads and writes never hold one of the few threads that all Swift tasks share.
final class GitQueue: SerialExecutor {
    private let queue = DispatchQueue(label: "git")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }

    /// Runs blocking work that belongs to no actor yet.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws(GitError) -> Value) async throws(GitError) -> Value {
        let result: Result<Value, GitError> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(GitError) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
