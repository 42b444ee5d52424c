extension FindingGuide {
    /// Expressions and the values they use.
    static let expressions: [FindingGuide] = [
        FindingGuide(
            "E10", "An expression follows the grammar of CEL.",
            why: "It is parsed once, when the skill is registered.",
            wrong: #""when": "a and not b""#,
            right: #""when": "a && !b""#),
        FindingGuide(
            "E11", "A name or function exists.",
            why: "It would fail when it is reached, perhaps months later.",
            wrong: #""${steps.fetsh.body}""#,
            right: #""${steps.fetch.body}""#),
        FindingGuide(
            "E12", "A field exists in the schema of the value.",
            why: "Same as for names: input, config and outputs have schemas so that this can be known.",
            wrong: #""${input.servise}""#,
            right: #""${input.service}""#),
        FindingGuide(
            "E13", "A value has a type that fits where it is used, and is not null where null fails.",
            why: "It would fail when it is reached.",
            wrong: #""${'n=' + input.count}""#,
            right: #""n=${input.count}""#),
        FindingGuide(
            "E14", "A condition is true or false.",
            why: "CEL has no truthy values: which numbers or texts count as true would be a guess.",
            wrong: #""when": "input.tags""#,
            right: #""when": "size(input.tags) > 0""#),
        FindingGuide(
            "E15", "'/' is not used on two ints.",
            why: "It drops the remainder, so shares become 0.",
            wrong: #""${size(bad) / size(all)}""#,
            right: #""${double(size(bad)) / double(size(all))}""#),
        FindingGuide(
            "E16", "A step's value, or a variable, is used where it can be seen: after it, in its own list or in one inside.",
            why: "Arms, branches and bodies may run never or often; the container's value stands for them. What a branch or an item sets is its own.",
            wrong: #""${steps.inside_an_each}""#,
            right: #""${steps.the_each}""#),
        FindingGuide(
            "E17", "A field that may be missing is asked for first.",
            why: "Reading a missing field fails.",
            wrong: #""${input.note}""#,
            right: #""${input.?note.orValue('')}""#),
        FindingGuide(
            "E18", "The value of a step that may have been skipped, or of a variable that may not be set, is asked for first.",
            why: "A skipped step has no value, and neither has what it would have set.",
            wrong: #""${steps.triage.cause}""#,
            right: #""${steps.?triage.?cause.orValue(null)}""#),
        FindingGuide(
            "E19", "An expression stays within its cost for the longest lists that its schemas allow.",
            why: "It would fail on the first large input.",
            wrong: #""${input.xs.map(x, input.xs.map(y, x + y))}""#,
            right: #""maxItems": 100 in the schema"#),
    ]
}
