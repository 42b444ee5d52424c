import ArgumentParser
import JSON
import Terminal

/// Stays with a run until it is over.
struct RunWatch {
    let session: Session
    let id: String

    /// Shows each step as it finishes, then how the run ended and with what.
    /// - Throws: `ExitCode.failure` when the run did not succeed.
    func follow() async throws {
        var progress = RunProgress()
        let page = session.page
        var run: JSON
        repeat {
            run = try await session.api.get(["runs", id], [("wait", "1")], wait: .seconds(1))
            guard !page.isJSON else { continue }
            let lines = progress.lines(run, on: page.screen).map { $0 + "\n" }.joined()
            let isOver = RunProgress.isOver(run)
            let status = page.screen.isTerminal && !isOver ? RunProgress.status(run, on: page.screen, now: page.now) : ""
            try page.output.write((page.screen.isTerminal ? Self.emptyLine : "") + lines + status)
        } while !RunProgress.isOver(run)
        try session.show(run) { screen, _ in
            let output = run.value("output").map { Document.text($0, on: screen, isFull: true) } ?? ""
            let error = run.value("error").map { RunPage.error($0, on: screen, isFull: true) } ?? ""
            return RunPage.ending(run, on: screen) + "\n" + output + error
        }
        if run.text("state") != "succeeded" { throw ExitCode.failure }
    }

    /// Back to the line's start, and clears it (ECMA-48 EL).
    private static let emptyLine = "\r\u{1B}[K"
}
