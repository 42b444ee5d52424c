import CivilTime
import Engine
import JSON
import SkillLanguage

/// An event of a run as the stream tells it.
enum EventText {
    static func block(_ event: RunEvent, id: String) -> String {
        let (name, more) = content(event.kind)
        var object: JSON.Object = ["run": .string(event.run), "skill": .string(event.skill), "at": .time(event.at)]
        for (key, value) in more { object[key] = value }
        return "id: \(id)\nevent: \(name)\ndata: \(JSON.object(object).text(.compact))\n\n"
    }

    private static func content(_ kind: RunEvent.Kind) -> (String, JSON.Object) {
        switch kind {
        case .started: ("run.started", [:])
        case .called(let call, let step): ("step.called", place(call, step))
        case .returned(let call, let step, let failure, let microseconds):
            ("step.returned", place(call, step, ["duration_ms": .milliseconds(microseconds: microseconds), "error": error(failure)]))
        case .ended(let state, let failure): ("run.ended", ["state": .string(state), "error": error(failure)])
        }
    }

    private static func place(_ call: CallID, _ step: String, _ more: JSON.Object = [:]) -> JSON.Object {
        var object: JSON.Object = ["path": .string(call.path), "attempt": .count(call.attempt), "step": .string(step)]
        for (key, value) in more { object[key] = value }
        return object
    }

    private static func error(_ failure: Failure?) -> JSON {
        failure.map { ["type": .string($0.type), "message": .string($0.message)] } ?? .null
    }
}
