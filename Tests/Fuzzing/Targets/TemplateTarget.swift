import CEL
import JSON
import SkillLanguage

/// Templates: finding the expressions in texts, and putting their values in.
struct TemplateTarget: Target {
    let name = "template"
    let share = 8

    func input(_ dice: inout Dice) -> [UInt8] {
        var text = Array(dice.pick(Corpus.standard.templates).utf8)
        let other = Array(dice.pick(Corpus.standard.templates).utf8)
        if dice.chance(40) {
            var grammar = ExpressionGrammar(dice)
            text += Array("${\(grammar.expression())}".utf8)
            dice = grammar.dice
        }
        for _ in 0..<dice.roll(4) { TokenMutation.change(&text, from: other, &dice) }
        if dice.chance(10) { text.insert(contentsOf: Array(dice.pick("$", "${", "$${", "}", "${'", "${`").utf8), at: dice.roll(text.count + 1)) }
        return text
    }

    func examine(_ input: [UInt8]) throws(Broken) -> Verdict {
        let text = String(decoding: input, as: UTF8.self)
        var dice = Dice(seed: UInt64(input.count))
        let names = Names(Array(SampleData.variables(&dice)))
        let source: JSON = ["a": [.string(text)]]
        let (template, malformed) = Template.read(source)
        guard malformed.isEmpty else { return .refused }
        if !text.contains("$") {
            try promise(template.formulas.isEmpty, "a text without a $ has an expression")
        }
        do {
            let value = try template.evaluate(in: names)
            guard case .string(let whole)? = value["a"]?[0] else { return .accepted }
            try promise(template.formulas.count > 0 || whole.utf8.count <= text.utf8.count, "a text without expressions has grown")
            return .accepted
        } catch let error as Broken {
            throw error
        } catch {
            return .refused
        }
    }
}
