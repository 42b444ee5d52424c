extension Profile {
    static let search = Profile(
        name: "search", requestsPerSecond: 120, p99: 150,
        endpoints: [
            Endpoint(name: "GET /search", share: 0.5),
            Endpoint(name: "GET /suggest", share: 0.45),
            Endpoint(name: "POST /reindex", share: 0.05),
        ],
        risky: [
            (
                Change(
                    author: "omar", title: "Match product names in the middle of words",
                    diff: """
                        --- a/query/name.go
                        +++ b/query/name.go
                        @@ -23,2 +23,2 @@ func nameQuery(text string) Query {
                        -    return Prefix("name", text)
                        +    return Wildcard("name", "*"+text+"*")
                        """), hurts: 0
            ),
            (
                Change(
                    author: "lena", title: "Drop the cache of suggestions",
                    diff: """
                        --- a/suggest/handler.go
                        +++ b/suggest/handler.go
                        @@ -31,4 +31,1 @@ func suggest(prefix string) []string {
                        -    if hit, ok := cache.Get(prefix); ok {
                        -        return hit
                        -    }
                             return index.Complete(prefix, 10)
                        """), hurts: 1
            ),
            (
                Change(
                    author: "omar", title: "Return up to 5000 results a page",
                    diff: """
                        --- a/query/page.go
                        +++ b/query/page.go
                        @@ -5,1 +5,1 @@ package query
                        -const maxPage = 100
                        +const maxPage = 5000
                        """), hurts: 0
            ),
        ],
        routine: [
            Change(author: "lena", title: "Count searches without results", diff: "+    metrics.Inc(\"search.empty\")"),
            Change(author: "omar", title: "Add synonyms for garden tools", diff: "+spade, shovel\n+rake, harrow"),
            Change(author: "lena", title: "Rename a feature flag", diff: "-flag(\"newrank\")\n+flag(\"rank_v2\")"),
            Change(author: "omar", title: "Read the stop words from a file", diff: "-var stop = []string{\"a\"}\n+var stop = read(\"stop.txt\")"),
        ])
}
