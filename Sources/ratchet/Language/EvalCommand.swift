import ArgumentParser
import JSON
import SkillLanguage
import Terminal

struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluate an expression of the skill language.",
        discussion: "Prints the value; below it the type and the cost, which a skill's expression may have up to the limit.")

    @Argument(help: "Such as 'input.items.filter(x, x.cost > 5.0).size()'.")
    var expression: String

    @Option(help: "The variables: a JSON object, @FILE, or @- for standard input.")
    var with: InputArgument?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        guard let variables = try with?.document().object ?? (with == nil ? [:] : nil) else {
            throw UsageFailure("--with takes a JSON object: {\"input\": {\"n\": 1}}")
        }
        let trial: Trial
        do {
            trial = try Trial(of: expression, with: variables)
        } catch let error as Formula.Malformed {
            throw CommandFailure("E10 \(error.message)" + (error.hint.map { " — \($0)" } ?? ""))
        }
        let answer: JSON = ["value": trial.value, "type": .string(trial.type), "cost": .int(Int64(trial.cost)), "limit": .int(Int64(trial.limit))]
        try Page(isJSON: json).show(answer) { screen, _ in
            let facts = "type \(trial.type), cost \(trial.cost) of \(trial.limit)"
            return "\(trial.value.text(.pretty))\n\(screen.paint(facts, .faint))\n"
        }
    }
}
