import MCP

enum FixturePrompts {
    static let list: [Prompt] = [
        Prompt(name: "test_simple_prompt", description: "A prompt without arguments."),
        Prompt(
            name: "test_prompt_with_arguments", description: "A prompt with two arguments.",
            arguments: [.init(name: "arg1", description: "First test argument"), .init(name: "arg2", description: "Second test argument")]),
        Prompt(
            name: "test_prompt_with_embedded_resource", description: "A prompt with a resource in it.",
            arguments: [.init(name: "resourceUri", description: "URI of the resource to embed")]),
        Prompt(name: "test_prompt_with_image", description: "A prompt with an image in it."),
        Prompt(name: "test_input_required_result_prompt", description: "A prompt that needs something from the client."),
    ]

    static func text(_ name: String, _ arguments: [String: String], _ context: CallContext) -> Outcome<PromptText> {
        switch name {
        case "test_prompt_with_arguments":
            return said("Prompt with arguments: arg1='\(arguments["arg1"] ?? "")', arg2='\(arguments["arg2"] ?? "")'")
        case "test_prompt_with_embedded_resource":
            let text = "Embedded resource content for testing."
            let contents = ResourceContents(uri: arguments["resourceUri"] ?? "", mediaType: "text/plain", .text(text))
            return .complete(
                PromptText(messages: [(.user, .resource(contents)), (.user, .text("Please process the embedded resource above."))]))
        case "test_prompt_with_image":
            return .complete(
                PromptText(messages: [
                    (.user, .image(Samples.image, mediaType: "image/png")), (.user, .text("Please analyze the image above.")),
                ]))
        case "test_input_required_result_prompt":
            guard case .accepted(let fields)? = context.form("user_context") else {
                return .inputRequired(["user_context": .form("What context should the prompt use?", InputTools.fields("context"))])
            }
            return said("Use this context: \(fields.text("context"))")
        default: return said("This is a simple prompt for testing.")
        }
    }

    private static func said(_ text: String) -> Outcome<PromptText> { .complete(PromptText(messages: [(.user, .text(text))])) }
}
