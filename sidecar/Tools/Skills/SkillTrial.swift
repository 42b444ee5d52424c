import JSON
import MCP
import SkillLanguage

/// `check_skill` and `test_skill`: the language's own checks and tests, in this process.
enum SkillTrial {
    static func check(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let document = try call.document()
        let live = await Neighbours.live(for: document, call.backend)
        let examination = SkillExamination(of: document, among: live, untested: .error)
        let forecast = await forecast(of: document, call)
        let problems = all(examination, (try? forecast.get())?.problems ?? [], in: document)
        let shown = Array(problems.prefix(call.count("limit", standard: 20)))
        let status = problems.contains { $0.isError } ? "rejected" : problems.isEmpty ? "ok" : "warnings"
        var structured: JSON.Object = [
            "status": .string(status), "problems": shown.json, "total": .count(problems.count), "tests": tally(examination),
            "callees_known": .bool(live != nil),
        ]
        let outlook: String
        switch forecast {
        case .success(let forecast):
            structured["registration"] = forecast.json
            outlook = problems.contains { $0.isError } ? "" : " " + forecast.sentence
        case .failure(let trouble):
            structured["registration"] = .null
            structured["not_compared"] = .string(trouble.headline)
            outlook = " It was not compared with what is live: \(trouble.headline)"
        }
        return ToolResult([.text(words(status, shown, of: problems.count, examination) + outlook)], structured: .object(structured))
    }

    private static func forecast(of document: JSON, _ call: ToolCall) async -> Result<Forecast, Trouble> {
        do throws(Trouble) { return .success(try await Forecast(of: document, call)) } catch { return .failure(error) }
    }

    /// What the checks here find, and after it what only the server knows. One place has each code once.
    private static func all(_ examination: SkillExamination, _ more: [Problem], in document: JSON) -> [Problem] {
        let own = examination.findings.map { Problem($0, in: document) }
        return own + more.filter { problem in !own.contains { $0.code == problem.code && $0.pointer == problem.pointer } }
    }

    static func test(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let document = try await given(call)
        let live = await Neighbours.live(for: document, call.backend)
        let examination = SkillExamination(of: document, among: live, untested: .warning)
        guard let coverage = examination.coverage else {
            let problems = examination.findings.filter { $0.severity == .error }.map { Problem($0, in: document) }
            let structured: JSON = ["status": "rejected", "passed": 0, "failed": 0, "tests": [], "problems": problems.json]
            return ToolResult(
                [.text("No test ran: the document has errors.\n\n\(problems.text)\n\nRepair them first; check_skill tells all.")],
                structured: structured)
        }
        let reports = try chosen(call.text("test"), of: examination.reports)
        let passed = reports.count { $0.passed }
        let tests = reports.map { report -> JSON in
            let problems = report.findings.map { Problem($0, in: document).json }
            return ["name": .string(report.name), "passed": .bool(report.passed), "problems": .array(problems)]
        }
        return ToolResult(
            structured: [
                "status": passed == reports.count ? "passed" : "failed", "passed": .count(passed), "failed": .count(reports.count - passed),
                "tests": .array(tests), "branches": .count(coverage.branches.count),
                "untaken": .array(coverage.untaken.map { ["pointer": .string($0.pointer), "branch": .string($0.description)] }),
            ])
    }

    private static func given(_ call: ToolCall) async throws(Trouble) -> JSON {
        if let document = call.arguments["document"] { return document }
        guard let name = call.text("skill") else {
            throw .argument("document", "give a document, or the name of a live skill as \"skill\"", example: #"{"skill": "health_check"}"#)
        }
        return try await SkillListing.live(VersionName(name), call)["document"] ?? [:]
    }

    private static func chosen(_ name: String?, of reports: [TestRunner.Report]) throws(Trouble) -> [TestRunner.Report] {
        guard let name else { return reports }
        let found = reports.filter { $0.name == name }
        guard found.isEmpty else { return found }
        let names = reports.map { $0.name.debugDescription }.joined(separator: ", ")
        throw .argument("test", "there is no test of this name", found: .string(name), repair: "use one of \(names)")
    }

    private static func tally(_ examination: SkillExamination) -> JSON {
        guard let coverage = examination.coverage else { return .null }
        let passed = examination.reports.count { $0.passed }
        return [
            "passed": .count(passed), "failed": .count(examination.reports.count - passed), "branches": .count(coverage.branches.count),
            "untaken": .count(coverage.untaken.count),
        ]
    }

    private static func words(_ status: String, _ shown: [Problem], of total: Int, _ examination: SkillExamination) -> String {
        let passed = examination.reports.count { $0.passed }
        let tests = examination.coverage == nil ? "No test ran yet." : "\(passed) of \(examination.reports.count) tests pass."
        guard total > 0 else { return "ok: no problem. \(tests) register_skill proposes it." }
        let count = total == 1 ? "1 problem" : "\(total) problems"
        let more = total > shown.count ? "\n\n\(total - shown.count) more; give a larger limit to see them." : ""
        return "\(status): \(count). \(tests)\n\n\(shown.text)\(more)\n\nNothing was kept. Call check_skill again with the whole document."
    }
}
