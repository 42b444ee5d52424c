import ArgumentParser
import JSON
import SkillLanguage
import Terminal

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what a finding's code means, and how to mend it.", discussion: "Without a code, lists them all.")

    @Argument(help: "Such as E12 or L03.", completion: .list(FindingGuide.all.map(\.code)))
    var code: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let page = Page(isJSON: json)
        guard let code else {
            return try page.show(["items": .array(FindingGuide.all.map(Self.answer)), "next": .null]) { screen, _ in Self.list(screen) }
        }
        guard let entry = FindingGuide.entry(code) else {
            throw UsageFailure("there is no code \(code); `ratchet explain` lists them all")
        }
        try page.show(Self.answer(entry)) { screen, _ in Self.text(entry, screen) }
    }

    private static func list(_ screen: Screen) -> String {
        FindingGuide.all.map { "\(screen.paint($0.code, tone($0)))  \($0.rule)\n" }.joined()
    }

    private static func text(_ entry: FindingGuide, _ screen: Screen) -> String {
        """
        \(screen.paint(entry.code, tone(entry))) \(entry.severity == .error ? "error" : "warning"): \(entry.rule)
        \(entry.why)

          wrong  \(entry.wrong)
          right  \(entry.right)

        """
    }

    private static func tone(_ entry: FindingGuide) -> Tone { entry.severity == .error ? .bad : .caution }

    private static func answer(_ entry: FindingGuide) -> JSON {
        [
            "code": .string(entry.code), "severity": .string(entry.severity.rawValue), "rule": .string(entry.rule), "why": .string(entry.why),
            "wrong": .string(entry.wrong), "right": .string(entry.right),
        ]
    }
}
