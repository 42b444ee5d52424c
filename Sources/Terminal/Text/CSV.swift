package import JSON

/// Comma-separated values (RFC 4180): CRLF, quotes where they are needed.
///
/// A text that a spreadsheet would take for a formula is left as it is: the file is for programs first.
package enum CSV {
    /// A header and rows.
    package static func text(_ header: [String], _ rows: [[JSON]]) -> String {
        line(header.map(JSON.string)) + rows.map(line).joined()
    }

    private static func line(_ values: [JSON]) -> String { values.map(field).joined(separator: ",") + "\r\n" }

    /// Null is empty, an empty text `""`, an object or list its JSON.
    private static func field(_ value: JSON) -> String {
        if value.isNull { return "" }
        let text = value.string ?? value.text(.compact)
        let needsQuotes = text.isEmpty || text.utf8.contains { [0x2C, 0x22, 0x0A, 0x0D].contains($0) }
        return needsQuotes ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : text
    }
}
