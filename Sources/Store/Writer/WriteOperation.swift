/// One write on its way: what to do inside a transaction, and how to tell the task that waits for it.
struct WriteOperation: Sized, Sendable {
    let size: Int
    /// Does the work and returns what tells the task of its success, to be called once the transaction is durable. May be
    /// called again, in a transaction of its own, when a batch it was in could not be committed.
    let perform: @Sendable (Connection) throws(StoreError) -> @Sendable () -> Void
    let fail: @Sendable (StoreError) -> Void
}
