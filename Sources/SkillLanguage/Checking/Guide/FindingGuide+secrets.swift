extension FindingGuide {
    /// Secrets.
    static let secrets: [FindingGuide] = [
        FindingGuide(
            "E40", "A secret is declared.",
            why: "What a skill may know is part of what a person approves.",
            wrong: #""${secrets.TOKEN}" without "secrets""#,
            right: #""secrets": ["TOKEN"]"#),
        FindingGuide(
            "E41", "Secrets are used in the arguments of http and mcp calls only, one by one.",
            why: "Anywhere else they would reach models, journals or results.",
            wrong: #""prompt": "The key is ${secrets.TOKEN}""#,
            right: #""headers": {"authorization": "Bearer ${secrets.TOKEN}"}"#),
        FindingGuide(
            "E42", "No text looks like a key.",
            why: "A key in a skill is in the repository for ever.",
            wrong: #""authorization": "Bearer sk-...""#,
            right: #""authorization": "Bearer ${secrets.TOKEN}""#),
    ]
}
