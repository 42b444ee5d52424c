import ArgumentParser

/// The commands that talk to a running server, in the order in which help lists them.
enum ClientCommands {
    static let all: [any ParsableCommand.Type] = [
        RunCommand.self, RunsCommand.self, LoopsCommand.self, SkillsCommand.self, AdoptCommand.self, DoctorCommand.self, MCPCommand.self,
    ]
}
