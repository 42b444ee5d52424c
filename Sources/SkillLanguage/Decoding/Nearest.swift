import JSON

/// The known name that a misspelt one most likely means.
package enum Nearest {
    /// Nil when nothing is near: more than a third of the letters differ.
    package static func name(to text: String, among names: some Sequence<String>) -> String? { JSON.nearest(to: text, among: names) }
}
