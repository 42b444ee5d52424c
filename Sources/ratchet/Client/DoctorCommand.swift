import ArgumentParser
import JSON
import Terminal
import Workspace

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look whether everything is in order, and tell what to do where it is not.",
        discussion: "Works with and without a running server. Fails when something is broken.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
        var diagnosis = Diagnosis()
        do {
            let workspace = try options.place.layout()
            diagnosis.checks.append(.init("workspace", .ok, workspace.root))
            diagnosis.checks += WorkspaceExamination(workspace: workspace, environment: Environment.all).checks
            diagnosis.checks += await RepositoryExamination.checks(workspace)
            diagnosis.checks += await ServerExamination.checks(workspace, environment: Environment.all)
        } catch {
            diagnosis.checks.append(.init("workspace", .fail, "\(error)"))
        }
        diagnosis.checks.append(WorkspaceExamination.zones(environment: Environment.all))
        let page = Page(isJSON: options.json)
        try page.show(diagnosis.json) { screen, _ in diagnosis.text(on: screen) }
        if diagnosis.hasFailures { throw ExitCode.failure }
    }
}
