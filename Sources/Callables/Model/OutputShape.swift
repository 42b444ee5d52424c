import JSON
import SkillLanguage

/// The JSON a model has to answer with: what it is asked for, and what its answer is held to.
struct OutputShape {
    /// The schema as the author wrote it. Every answer is checked against it, whatever the server promised.
    let source: JSON
    /// What strict servers accept of it; nil when they accept none of it, for it leaves an object open.
    let strict: JSON?
    private let schema: Schema

    init(_ source: JSON, _ arguments: Arguments) throws(Failure) {
        guard source["type"]?.string == "object" else { throw arguments.wrong("\"output\" must be a JSON Schema of type object") }
        self.source = source
        schema = try arguments.schema(source, "output")
        strict = StrictSchema.lowered(source)
    }

    /// What to send to the server.
    var sent: JSON { strict ?? source }

    /// Why a text is not the answer: said to the model when it may try again.
    struct Violation: Error, Equatable { let message: String }

    /// The answer in a model's text: the text itself, else the first JSON object in it that fits, else an error.
    func answer(in text: String) throws(Violation) -> JSON {
        var violation: Violation?
        for candidate in ObjectExtraction.objects(in: text) {
            let value = strict == nil ? candidate : StrictSchema.restored(candidate, by: source)
            guard let found = schema.firstViolation(in: value) else { return value }
            violation = violation ?? Violation(message: "\(found)")
        }
        throw violation ?? Violation(message: text.isEmpty ? "the answer is empty" : "the answer has no JSON object")
    }
}
