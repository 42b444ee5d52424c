import ArgumentParser
import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How the process ends: 0 when what was asked for is done, 1 when it is not, 2 when the question was wrong.
enum ExitCodes {
    static let usage: Int32 = 2
}

/// A question that cannot be answered as it was put, found only while answering it.
struct UsageFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Runs the command line and ends the process. Failures are told on standard error; a reader of the output that went away is none.
func runRatchet(_ root: any AsyncParsableCommand.Type, _ arguments: [String]? = nil) async -> Never {
    signal(SIGPIPE, SIG_IGN)
    do {
        var command = try await root.asyncParseAsRoot(arguments)
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
        exit(0)
    } catch TextOutputError.closed {
        exit(0)
    } catch {
        exit(report(error, of: root))
    }
}

/// Says what a thrown error has to say, and returns the code to end with.
private func report(_ error: any Error, of root: any AsyncParsableCommand.Type) -> Int32 {
    let code = root.exitCode(for: error)
    let isUsage = code == .validationFailure, isHelp = code == .success
    let message = isUsage || isHelp ? root.fullMessage(for: error) : root.message(for: error)
    if !message.isEmpty {
        let text = isUsage || isHelp ? message : "ratchet: \(message)"
        try? (isHelp ? TextOutput.standard : .errors).line(text)
    }
    return isUsage || error is UsageFailure ? ExitCodes.usage : code.rawValue
}
