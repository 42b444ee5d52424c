import CivilTime
import Demo
import Engine
import JSON
import ServiceLifecycle
import SkillLanguage
import Store

/// What the demo shows on the terminal: one line a finished check, and each message that reaches the channel.
struct DemoScreen: Service {
    let engine: Engine
    let store: any Store

    func run() async throws {
        let events = engine.feed.events()
        await cancelWhenGracefulShutdown {
            for await event in events {
                guard case .ended = event.kind, let run = try? await store.run(event.run), run.parent == nil else { continue }
                Output.line(Self.line(run))
            }
        }
    }

    private static func line(_ run: RunRecord) -> String {
        let time = String((run.finishedAt ?? run.createdAt).rfc3339.dropFirst(11).prefix(8))
        let input = try? JSON(parsing: run.input), output = try? JSON(parsing: run.output ?? Array("null".utf8))
        let service = input?["service"]?.string ?? run.skill
        guard run.state == .succeeded else {
            return "\(time)  \(service.padded(10)) \(run.state.rawValue)  \(run.errorType ?? "")  (run \(run.id))"
        }
        let severity = output?["severity"]?.string ?? "succeeded"
        let reason = output?["reason"]?.string ?? ""
        let triaged = output?["triage"].map { !$0.isNull } ?? false
        return "\(time)  \(service.padded(10)) \(severity.padded(9)) \(triaged ? "triaged  " : "")\(reason)"
    }

    static func show(_ message: ChatMessage) {
        let text = message.text.split(separator: "\n").map { "          | \($0)" }.joined(separator: "\n")
        Output.line("          +-- posted to the demo channel\n\(text)")
    }

    static func introduction(folder: String) -> String {
        """
        A demo fleet of three services drifts, falls ill and recovers; three loops check it every 15 seconds.
        In another terminal, with the same binary:
          ratchet runs list --workspace \(folder)
          ratchet runs show RUN --workspace \(folder)
          ratchet loops list --workspace \(folder)
          ratchet run health_check --input '{"service": "checkout", "window": "1m"}' --wait --workspace \(folder)
        Ctrl-C stops it; starting it again goes on with its history.

        """
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
