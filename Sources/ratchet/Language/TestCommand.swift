import ArgumentParser
import JSON
import SkillLanguage
import Terminal

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the tests attached to skills.",
        discussion: "Calls are answered by the tests' mocks and time is virtual: nothing leaves this machine. Ends with 1 when a test fails.")

    @Argument(help: "Skill files; - is standard input.", completion: .file(extensions: ["json"]))
    var files: [String]

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let page = Page(isJSON: json)
        let examinations = try Examination.all(of: files, untested: .warning)
        try page.show(["items": .array(examinations.map(Self.answer)), "next": .null]) { screen, _ in
            examinations.map { Self.text($0, screen) }.joined()
        }
        if examinations.contains(where: Self.hasFailed) { throw ExitCode.failure }
    }

    /// No test ran, or one of them failed.
    private static func hasFailed(_ examination: Examination) -> Bool {
        guard let skill = examination.skill, skill.coverage != nil else { return true }
        return skill.reports.contains { !$0.passed }
    }

    private static func text(_ examination: Examination, _ screen: Screen) -> String {
        guard let skill = examination.skill, let coverage = skill.coverage else {
            return FindingPage.text(examination, on: screen) + "\(examination.path.harmlessLine): no test ran: mend the errors first\n"
        }
        var text = examination.path.harmlessLine + "\n"
        for report in skill.reports {
            text += "  " + (report.passed ? screen.paint("ok", .good) + "   " : screen.paint("FAIL", .bad) + " ") + report.name.harmlessLine + "\n"
            for finding in report.findings {
                text += "         \(finding.message.harmlessLine)" + (finding.hint.map { " — \($0.harmlessLine)" } ?? "") + "\n"
            }
        }
        let passed = skill.reports.count { $0.passed }
        text += "  \(passed) of \(skill.reports.count) tests pass; they take \(coverage.taken) of \(coverage.branches.count) branches\n"
        for branch in coverage.untaken { text += "    " + screen.paint("not taken: ", .caution) + branch.description.harmlessLine + "\n" }
        return text
    }

    private static func answer(_ examination: Examination) -> JSON {
        let reports = examination.skill?.reports ?? []
        let tests = reports.map { report -> JSON in
            ["name": .string(report.name), "passed": .bool(report.passed), "problems": .array(report.findings.map { .string($0.message) })]
        }
        let coverage = examination.skill?.coverage
        return [
            "file": .string(examination.path), "tests": .array(tests), "branches": .int(Int64(coverage?.branches.count ?? 0)),
            "untaken": .array((coverage?.untaken ?? []).map { .string($0.name) }), "findings": examination.json,
        ]
    }
}
