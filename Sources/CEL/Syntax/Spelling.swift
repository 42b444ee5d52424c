import JSON

/// The nearest of some known names to one that is not known.
enum Spelling {
    /// Nil when none is near: a third of the letters may differ, two in short names, one in those of less than four. Case does not count.
    static func nearest(to name: String, among known: [String]) -> String? {
        JSON.nearest(to: name, among: known, within: name.count < 4 ? 1 : max(2, name.count / 3))
    }
}
