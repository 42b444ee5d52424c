extension FindingGuide {
    /// Versions.
    static let versions: [FindingGuide] = [
        FindingGuide(
            "E60", "A version is greater than the live one.",
            why: "A label means one content for ever.",
            wrong: #""version": "1.0.0" twice"#,
            right: #""version": "1.0.1""#),
        FindingGuide(
            "E61", "A version grows by what the change means for callers.",
            why: "Callers rely on it: ^1 accepts every 1.x.",
            wrong: "an output field removed, 1.2.0 to 1.2.1",
            right: "1.2.0 to 2.0.0"),
        FindingGuide(
            "E62", "Every live caller still accepts the version.",
            why: "Its next run would fail.",
            wrong: "2.0.0 while a caller asks for ^1",
            right: "the caller changed in the same proposal"),
    ]
}
