import JSON
import SkillLanguage

/// A document as a file: what is wrong with it gets the line and column where it stands.
enum DocumentFile {
    static func read<Document>(_ path: String, _ bytes: [UInt8], _ decode: (JSON) throws -> Document) -> Result<Document, CommitReader.Problems> {
        do {
            return .success(try decode(try JSON(parsing: bytes)))
        } catch let error as JSON.ParseError {
            let finding = Finding("E01", "", "not JSON: \(error.message)")
            return .failure(.init(list: [FileProblem(path: path, line: error.position.line, column: error.position.column, finding: finding)]))
        } catch let error as InvalidDocument {
            let places = try? SourceMap(parsing: bytes)
            return .failure(.init(list: error.findings.map { finding in
                let place = Pointer(parsing: finding.pointer).flatMap { places?.nearestPosition(to: $0) }
                return FileProblem(path: path, line: place?.line, column: place?.column, finding: finding)
            }))
        } catch {
            return .failure(.init(list: [FileProblem(path: path, finding: Finding("E01", "", "\(error)"))]))
        }
    }
}
