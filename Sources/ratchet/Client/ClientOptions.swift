import ArgumentParser

/// What every command of the client takes.
struct ClientOptions: ParsableArguments {
    @OptionGroup var place: WorkspaceOption

    @Flag(help: "Print JSON.")
    var json = false
}
