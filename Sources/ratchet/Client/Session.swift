import ArgumentParser
import CivilTime
import JSON
import Terminal
import Workspace

/// A command at work: the server it talks to and the screen it writes on.
struct Session: Sendable {
    let workspace: WorkspaceLayout
    let api: APIClient
    let page: Page

    /// - Throws: what to do when there is no workspace or no server.
    init(_ options: ClientOptions) throws {
        workspace = try options.place.layout()
        let tokens = TokenFiles(workspace: workspace, environment: Environment.all)
        api = try APIClient(workspace: workspace, tokens: tokens, given: Environment.all["RATCHET_TOKEN"])
        page = Page(isJSON: options.json)
    }

    /// Prints an answer: itself with `--json`, else in words.
    func show(_ answer: JSON, _ words: (Screen, Instant) -> String) throws { try page.show(answer, words) }
}

/// Standard output, in words or as JSON.
struct Page: Sendable {
    let isJSON: Bool
    let output = TextOutput.standard
    let screen = Screen(descriptor: TextOutput.standard.descriptor, environment: Environment.all)

    var now: Instant { SystemTime().now() }

    func show(_ answer: JSON, _ words: (Screen, Instant) -> String) throws {
        try output.write(isJSON ? answer.text(.pretty) + "\n" : words(screen, now))
    }
}
