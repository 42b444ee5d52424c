import ArgumentParser

/// The commands about the language itself, which need no server, in the order in which help lists them.
enum LanguageCommands {
    static let all: [any ParsableCommand.Type] = [
        CheckCommand.self, TestCommand.self, FormatCommand.self, ExplainCommand.self, EvalCommand.self, SchemaCommand.self,
        CallablesCommand.self,
    ]
}
