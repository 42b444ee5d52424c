import ArgumentParser
import Fuzzing
import JSON

/// Both halves of a comparison with another implementation of CEL, which evaluates in a process of its own in between.
struct DifferentialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "differential", abstract: "Compare with another implementation of CEL.", subcommands: [Write.self, Compare.self])

    struct Write: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write cases, one JSON object a line.")

        @Option(help: "What the cases are drawn from.")
        var seed: UInt64 = 1

        @Option(help: "How many.")
        var count = 100_000

        func run() throws {
            for index in 0..<count { print(Case(seed: seed, index: index).line) }
        }
    }

    struct Compare: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Compare the outcomes of the cases with Ratchet's own.")

        @Argument(help: "The file of the cases.")
        var cases: String

        @Argument(help: "The file of the outcomes, line by line as the cases.")
        var outcomes: String

        func run() throws {
            let cases = try Lines.of(cases), outcomes = try Lines.of(outcomes)
            guard cases.count == outcomes.count else { throw ValidationError("\(cases.count) cases and \(outcomes.count) outcomes") }
            var comparison = Comparison()
            for (line, outcome) in zip(cases, outcomes) {
                guard let each = Case(line: line) else { throw ValidationError("not a case: \(line)") }
                comparison.add(each, outcome)
            }
            print("\(cases.count) expressions: \(comparison.values) equal values, \(comparison.errors) errors in both")
            for (name, count) in comparison.explained.sorted(by: { $0.key < $1.key }) { print("  explained, \(name): \(count)") }
            for difference in comparison.unexplained.prefix(100) { print(difference) }
            print("\(comparison.unexplained.count) unexplained differences")
            if !comparison.unexplained.isEmpty { throw ExitCode.failure }
        }
    }
}
