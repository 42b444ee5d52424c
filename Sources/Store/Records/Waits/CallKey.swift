/// One try of one call within its run, as the journal keys it.
package struct CallKey: Sendable, Hashable {
    /// Such as `route/sweep[2]/ping`.
    package let path: String
    /// From 1.
    package let attempt: Int

    package init(path: String, attempt: Int) {
        self.path = path
        self.attempt = attempt
    }
}
