import JSON
import SkillLanguage
import Testing

@testable import Callables
@testable import Workspace

@Suite struct ChatAnswerTests {
    private func answer(_ message: JSON, finish: JSON = "stop", usage: JSON = nil) -> ChatAnswer? {
        ChatAnswer(["model": "small-1b", "choices": [["message": message, "finish_reason": finish]], "usage": usage])
    }

    @Test(
        arguments: [
            (["content": "hi"], "hi"),
            (["content": nil, "tool_calls": [["id": "1", "function": ["name": "answer", "arguments": "{\"n\":1}"]]]], "{\"n\":1}"),
            (["content": "", "tool_calls": [["function": ["name": "answer", "arguments": ["n": 1]]]]], "{\"n\":1}"),
            (["content": [["type": "text", "text": "a"], ["type": "image"], ["type": "text", "text": "b"]]], "ab"),
            (["content": "hi", "tool_calls": []], "hi"),
            (["content": "hi", "tool_calls": nil, "reasoning_content": "hm"], "hi"),
            ([:], ""),
        ] as [(JSON, String)])
    func `text is found where servers put it`(message: JSON, text: String) {
        #expect(answer(message)?.text == text)
    }

    @Test(
        arguments: [
            ("stop", .stop), ("tool_calls", .stop), (nil, .stop), ("length", .length), ("content_filter", .refusal), ("surprise", .stop),
        ] as [(JSON, ChatAnswer.Finish)])
    func `the end is read`(finish: JSON, expected: ChatAnswer.Finish) {
        #expect(answer(["content": "x"], finish: finish)?.finish == expected)
    }

    @Test func `a refusal in words is a refusal`() {
        let answer = answer(["content": nil, "refusal": "no"])
        #expect(answer?.finish == .refusal)
        #expect(answer?.refusal == "no")
    }

    @Test(arguments: [[:], ["choices": []], ["choices": [[:]]], ["choices": [["message": "x"]]], "text", nil] as [JSON])
    func `what is not a completion is none`(body: JSON) {
        #expect(ChatAnswer(body) == nil)
    }

    @Test(
        arguments: [
            (["prompt_tokens": 100, "completion_tokens": 20], 100, 0, 20),
            (["prompt_tokens": 100, "completion_tokens": 20, "prompt_tokens_details": ["cached_tokens": 60]], 100, 60, 20),
            (["prompt_tokens": 100, "completion_tokens": 20, "prompt_tokens_details": ["cached_tokens": 600]], 100, 100, 20),
            (["prompt_tokens": 100.0, "completion_tokens": -5, "prompt_tokens_details": nil], 100, 0, 0),
            (["prompt_tokens": 9_000_000_000_000_000_000, "completion_tokens": 0], 1 << 40, 0, 0),
        ] as [(JSON, Int, Int, Int)])
    func `tokens are read within reason`(usage: JSON, input: Int, cached: Int, output: Int) {
        let tokens = answer(["content": "x"], usage: usage)?.tokens
        #expect(tokens?.input == input)
        #expect(tokens?.cached == cached)
        #expect(tokens?.output == output)
        #expect(tokens?.isEstimated == false)
    }

    @Test(
        arguments: [
            nil, [:], ["prompt_tokens": 0, "completion_tokens": 0], ["prompt_tokens": "many", "completion_tokens": 2], ["prompt_tokens": 3],
        ] as [JSON])
    func `a server that tells no numbers has told none`(usage: JSON) {
        #expect(answer(["content": "x"], usage: usage)?.tokens == nil)
    }

    @Test func `tokens cost what the settings say, cached ones less`() throws {
        let tokens = try #require(TokenCount(["prompt_tokens": 1000, "completion_tokens": 100, "prompt_tokens_details": ["cached_tokens": 400]]))
        // 600 at $2, 400 at $0.50 and 100 at $8 for a million.
        #expect(abs(tokens.cost(at: model()) - 0.0022) < 1e-12)
        var plain = model()
        plain.cachedInputPrice = nil
        #expect(abs(tokens.cost(at: plain) - 0.0028) < 1e-12)
        let usage = tokens.usage(at: model())
        #expect(usage.inputTokens == 1000 && usage.outputTokens == 100 && usage.calls == 0 && !usage.estimated)
    }

    @Test func `without numbers four characters are a token`() {
        let tokens = TokenCount(estimating: ["messages": [["role": "user", "content": "12345678"], ["content": "123"]]], answer: "12345")
        #expect(tokens.input == 3)
        #expect(tokens.output == 2)
        #expect(tokens.usage(at: model()).estimated)
    }
}
