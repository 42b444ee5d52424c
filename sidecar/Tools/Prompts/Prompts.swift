import MCP

/// Ways of working that a person picks in a client: texts of `Data/prompt_*.md` with `{name}` for their arguments.
struct Prompts: Sendable {
    let prompt: Prompt
    private let template: [UInt8]

    static let all = [
        Prompts(
            prompt: Prompt(
                name: "write_skill", title: "Write a skill", description: "From a task to a registered skill.",
                arguments: [.init(name: "task", description: "What the skill is to do, in your words.")]),
            template: PackageResources.prompt_write_skill_md),
        Prompts(
            prompt: Prompt(
                name: "review_skill", title: "Review a skill", description: "What could go wrong with a live skill; changes nothing.",
                arguments: [.init(name: "skill", description: "The skill's name.")]),
            template: PackageResources.prompt_review_skill_md),
        Prompts(
            prompt: Prompt(
                name: "tune_skill", title: "Tune a skill", description: "Improve a live skill on what its runs show.",
                arguments: [
                    .init(name: "skill", description: "The skill's name."),
                    .init(name: "goal", description: "What is to get better.", isRequired: false),
                ]),
            template: PackageResources.prompt_tune_skill_md),
    ]

    /// One message of the user.
    func text(_ arguments: [String: String]) -> PromptText {
        var rest = Substring(String(decoding: template, as: UTF8.self))
        var text = ""
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            text += arguments[String(rest[rest.index(after: open)..<close])] ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return PromptText(description: prompt.description, messages: [(.user, .text(text + rest))])
    }
}
