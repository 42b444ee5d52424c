import Engine
import JSON
import Registry
import SkillLanguage
import Workspace

/// The live skills.
struct SkillRoutes: Sendable {
    let backend: Backend

    var routes: [Route] {
        [
            Route(.get, "/skills", needs: .viewer, query: ["detail"], answer: list),
            Route(.get, "/skills/{name}", needs: .viewer, answer: show),
        ]
    }

    private enum Detail: String, CaseIterable { case short, full }

    /// By name, and beside them the files of the live commit that cannot be used. In full also with what it takes to offer them to a caller.
    private func list(_ question: Question) throws -> Answer {
        let isFull = try question.query.word("detail", of: Detail.self) == .full
        let mayRun = question.caller.includes(.operator) ? nil : question.caller == .agent ? backend.settings().policy.agentMayRun : []
        let snapshot = backend.registry.snapshot
        let skills = snapshot.skills.values.sorted { $0.skill.name < $1.skill.name }
        let items = skills.map { JSON.object(isFull ? SkillJSON.offer($0, among: mayRun) : SkillJSON.summary($0)) }
        return .list(items, beside: ["problems": .array(snapshot.problems.map(\.json))])
    }

    private func show(_ question: Question) throws -> Answer {
        let name = question["name"]
        guard let published = backend.registry.live(name) else {
            throw EngineError.unknownSkill(name, nearest: backend.registry.nearest(to: name))
        }
        var object = SkillJSON.summary(published)
        object["document"] = published.skill.document
        return Answer(.ok, .object(object))
    }
}
