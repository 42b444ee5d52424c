/// What looks back: questions over the history.
struct HistoryRoutes: Sendable {
    let backend: Backend

    /// Before those of runs: a fixed name comes before a run's id.
    var routes: [Route] {
        SQLRoutes(backend: backend).routes + StatisticsRoutes(backend: backend).routes + StreamRoutes(backend: backend).routes + ReceiptRoutes(backend: backend).routes
            + DatabaseRoutes(backend: backend).routes
    }
}
