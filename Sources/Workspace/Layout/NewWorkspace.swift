/// The files of a new workspace.
package enum NewWorkspace {
    /// Path in the workspace to content. The shipped skills and loops are those of this repository's `skills/` and `cron/`.
    package static let files: [(path: String, bytes: [UInt8])] = [
        ("ratchet.json", PackageResources.ratchet_json),
        ("README.md", PackageResources.README_md),
        (".gitignore", PackageResources.gitignore),
        (WorkspaceLayout.skillPath("health_check"), PackageResources.skill_health_check_json),
        (WorkspaceLayout.skillPath("incident_triage"), PackageResources.skill_incident_triage_json),
        (WorkspaceLayout.skillPath("weekly_review"), PackageResources.skill_weekly_review_json),
        (WorkspaceLayout.loopPath("health_check"), PackageResources.loop_health_check_json),
        (WorkspaceLayout.loopPath("weekly_review"), PackageResources.loop_weekly_review_json),
    ]
}
