import JSON

/// What a model's answer is worth.
enum Judgement: Equatable {
    case answer(JSON)
    /// It does not fit the schema, and why: the model can be told.
    case invalid(String)
    case truncated
    case refused(String)

    /// An answer that was cut off counts when it is whole all the same.
    init(_ answer: ChatAnswer, _ output: OutputShape?) {
        if answer.finish == .refusal {
            self = .refused(answer.refusal ?? "")
            return
        }
        guard let output else {
            self = answer.finish == .length ? .truncated : .answer(["text": .string(answer.text)])
            return
        }
        do {
            self = .answer(try output.answer(in: answer.text))
        } catch {
            self = answer.finish == .length ? .truncated : .invalid(error.message)
        }
    }
}
