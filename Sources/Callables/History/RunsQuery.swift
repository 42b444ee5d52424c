import CivilTime
import JSON
import SkillLanguage
import Store

/// The arguments of `runs.query`.
struct RunsQuery {
    let skill: String?
    /// Runs created at this instant or later; a week ago when the call does not say.
    let since: Instant
    /// Which of the runs are listed; all when empty. The figures are of all.
    let states: Set<RunState>
    let limit: Int

    private static let standardPeriod = Duration.seconds(7 * 24 * 3600)

    init(_ json: JSON, now: Instant) throws(Failure) {
        let arguments = try Arguments(json, of: "runs.query", known: ["skill", "since", "status", "limit"])
        skill = try arguments.text("skill")
        limit = try arguments.integer("limit", in: 1...1000) ?? 100
        if let text = try arguments.text("since") {
            do { since = try Instant(rfc3339: text) } catch { throw arguments.wrong("\"since\": \(error)") }
        } else {
            since = now - Self.standardPeriod
        }
        var states: Set<RunState> = []
        if let status = arguments["status"] {
            for item in status.array ?? [status] {
                guard let state = item.string.flatMap(RunState.init(rawValue:)) else {
                    throw arguments.wrong("\(item) is not a status; known are \(RunState.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                states.insert(state)
            }
        }
        self.states = states
    }

    var filter: RunFilter { RunFilter(skill: skill, states: states, since: since) }
}
