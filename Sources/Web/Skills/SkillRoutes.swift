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
            Route(.get, "/skills", needs: .viewer, answer: list),
            Route(.get, "/skills/{name}", needs: .viewer, answer: show),
        ]
    }

    /// By name, and beside them the files of the live commit that cannot be used.
    private func list(_ question: Question) -> Answer {
        let snapshot = backend.registry.snapshot
        let skills = snapshot.skills.values.sorted { $0.skill.name < $1.skill.name }
        return .list(skills.map { .object(SkillJSON.summary($0)) }, beside: ["problems": .array(snapshot.problems.map(\.json))])
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
