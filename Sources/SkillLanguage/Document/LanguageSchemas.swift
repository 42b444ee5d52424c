/// The forms of the language's files as JSON Schemas (2020-12), for editors. Documents are judged by the decoders and the checks.
package enum LanguageSchemas {
    /// UTF-8 JSON.
    package static var skill: [UInt8] { PackageResources.skill_schema_json }
    package static var loop: [UInt8] { PackageResources.loop_schema_json }
    /// What each built-in callable takes and gives, `{NAME: {"input", "output"}}`.
    package static var callables: [UInt8] { PackageResources.callables_json }
}
