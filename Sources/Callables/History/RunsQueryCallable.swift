package import Engine
package import JSON
package import SkillLanguage
package import Store

/// `runs.query`: how the runs of this workspace went, for loops that review them.
package struct RunsQueryCallable: Callable {
    package let name = "runs.query"
    private let history: any History
    private let time: any TimeSource

    package init(history: any History, time: any TimeSource) {
        self.history = history
        self.time = time
    }

    package func reach(of arguments: JSON) -> Reach { .read }

    package func perform(_ invocation: Invocation) async -> Outcome {
        let now = time.now()
        do {
            let query = try RunsQuery(invocation.arguments, now: now)
            let skills = try await history.statistics(since: query.since, skill: query.skill)
            let page = try await history.runs(query.filter, after: nil, limit: query.limit)
            return Outcome(.success(RunsReport(since: query.since, until: now, skills: skills, runs: page.items).json))
        } catch let failure as Failure {
            return Outcome(.failure(failure))
        } catch {
            return Outcome(.failure(Failure("runs.query", "the history could not be read: \(error)", retryable: true)))
        }
    }
}
