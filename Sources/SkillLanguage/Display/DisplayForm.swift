package import JSON

/// The one way in which a skill or loop document is written, so that a difference between two versions shows meaning and nothing else.
///
/// Keys stand in the order of the document's schema, unknown ones behind them; the keys of free maps (`properties`, `set`, `mocks`, data)
/// stay in the author's order. Two spaces of indentation; an object or an array is on one line where that line has at most 100 columns,
/// but a list with objects in it has one element a line, and the document itself is never on one line. Conditions stand without `${}`
/// around them, raw newlines in an expression's quoted strings are `\n` escapes, strings have the fewest escapes, numbers keep their text,
/// and a newline ends the file.
///
/// What the document means is the same before and after, and so is its version id unless an expression was rewritten. The display form of
/// a display form is itself.
package enum DisplayForm {
    /// - Parameter text: a document as somebody wrote it; it may have findings.
    package static func bytes(of text: [UInt8]) throws(JSON.ParseError) -> [UInt8] {
        let document = try JSON(parsing: text)
        return DisplayLayout.bytes(of: DocumentForm.of(document).arranged(Written(document, from: text)))
    }

    /// The same of a document whose text is not at hand; numbers are written as compact JSON has them.
    package static func bytes(of document: JSON) -> [UInt8] {
        DisplayLayout.bytes(of: DocumentForm.of(document).arranged(Written(document)))
    }

    /// The document with its keys and expressions as the display form has them: two documents that differ in spelling alone become equal.
    package static func rewritten(_ document: JSON) -> JSON { DocumentForm.of(document).arranged(Written(document)).json }
}
