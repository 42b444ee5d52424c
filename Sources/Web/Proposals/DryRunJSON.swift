import Engine
import JSON
import SkillLanguage

/// A dry run as the API shows it.
enum DryRunJSON {
    /// Outputs of calls that are larger are left out, and their size is told.
    private static let largest = 16 << 10

    static func report(_ report: DryRunReport, of proposal: String) -> JSON {
        var object: JSON.Object = ["proposal": .string(proposal)]
        for (key, value) in body(report) { object[key] = value }
        return .object(object)
    }

    private static func body(_ report: DryRunReport) -> JSON.Object {
        let (state, output, error) = ending(report.ending)
        return [
            "skill": .string(report.skill.skill.name), "version": .string(report.skill.label.description), "version_id": .string(report.skill.id),
            "state": .string(state), "output": output, "error": error, "calls": .array(report.calls.map(call)), "refused": .count(report.refused),
            "usage": usage(report.usage), "duration_ms": .milliseconds(report.duration),
        ]
    }

    private static func ending(_ ending: Ending?) -> (state: String, output: JSON, error: JSON) {
        switch ending {
        case .succeeded(let output): ("succeeded", output, .null)
        case .failed(let failure): ("failed", .null, failure.json)
        case .timedOut(let failure): ("timed_out", .null, failure.json)
        case .cancelled(let reason): ("cancelled", .null, Failure("cancelled", reason, retryable: false).json)
        case nil: ("cut_off", .null, .null)
        }
    }

    private static func call(_ call: DryRunReport.Call) -> JSON {
        var output = JSON.null, error = JSON.null, bytes = JSON.null, state = "abandoned"
        switch call.outcome?.result {
        case .success(let value):
            let size = value.bytes(.compact).count
            (output, bytes, state) = (size > largest ? .null : value, .count(size), "made")
        case .failure(let failure): (error, state) = (failure.json, call.isRefused ? "refused" : "failed")
        case nil: break
        }
        return [
            "path": .string(call.id.path), "attempt": .count(call.id.attempt), "step": .string(call.step), "callable": .string(call.callable),
            "state": .string(state), "input": call.arguments, "output": output, "output_bytes": bytes, "error": error,
            "duration_ms": .milliseconds(call.duration),
            "usage": call.outcome.map { usage($0.usage) } ?? .null, "called": call.called.map { .object(body($0)) } ?? .null,
        ]
    }

    private static func usage(_ usage: Usage) -> JSON {
        [
            "calls": .count(usage.calls), "input_tokens": .count(usage.inputTokens), "output_tokens": .count(usage.outputTokens),
            "cost_usd": .double(usage.costUSD),
        ]
    }
}
