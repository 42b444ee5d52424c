import ArgumentParser

/// The commands that talk to a running server, in the order in which help lists them.
enum ClientCommands {
    static let all: [any ParsableCommand.Type] = [
        RunCommand.self, RunsCommand.self, InboxCommand.self, AnswerCommand.self, IncidentsCommand.self, EmitCommand.self, SQLCommand.self,
        DatabaseCommand.self, LoopsCommand.self, SkillsCommand.self, AdoptCommand.self, DoctorCommand.self,
        ProposeCommand.self, ReviewCommand.self, PolicyCommand.self, AuditCommand.self, TokenCommand.self, SecretCommand.self, MCPCommand.self,
    ]
}
