import JSON
import Workspace

/// The API's own description, made from the routes it serves (OpenAPI 3.1).
enum OpenAPI {
    static func document(_ routes: [Route], version: String) -> JSON {
        var paths = JSON.Object()
        for route in routes {
            var item = paths[route.pattern]?.object ?? [:]
            item[route.method.rawValue.lowercased()] = operation(route)
            paths[route.pattern] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Ratchet", "version": .string(version), "license": ["name": "Apache 2.0", "identifier": "Apache-2.0"],
                "description": "Recurring agent loops on skills that agents write themselves. Absent values are null, never missing keys.",
            ],
            "servers": [["url": .string(API.prefix)]], "security": [["token": []]], "paths": .object(paths),
            "components": [
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer", "description": "The owner's token, or the agent's."]],
                "schemas": .object(OpenAPISchemas.all),
            ],
        ]
    }

    private static func operation(_ route: Route) -> JSON {
        let name = "\(route.method.rawValue) \(route.pattern)"
        var operation: JSON.Object = [
            "operationId": .string(identifier(route)),
            "description": .string("Needs a token of scope \(route.needs.rawValue)\(route.letsAgentsIn ? ", or an agent's by policy" : "")."),
        ]
        let path = route.pattern.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        let parameters = path.map { parameter($0, in: "path", isRequired: true) } + route.query.map { parameter($0, in: "query", isRequired: false) }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if route.method == .post {
            let fields = JSON.Object(route.fields.map { ($0, OpenAPIValues.schema($0)) })
            let schema: JSON = ["type": "object", "properties": .object(fields), "additionalProperties": false]
            operation["requestBody"] = ["content": ["application/json": ["schema": schema]]]
        }
        var responses: JSON.Object = ["default": content("Why the request was not done.", reference("Error"), "application/json")]
        let answer = OpenAPIAnswers.answer(to: name)
        for status in answer.statuses { responses["\(status)"] = content("The answer.", answer.schema, answer.type) }
        if answer.isTagged { responses["304"] = ["description": "It is as If-None-Match says."] }
        operation["responses"] = .object(responses)
        return .object(operation)
    }

    /// `get_runs_id_receipt`.
    private static func identifier(_ route: Route) -> String {
        let words = route.pattern.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return ([route.method.rawValue.lowercased()] + words).joined(separator: "_")
    }

    private static func parameter(_ name: String, in place: String, isRequired: Bool) -> JSON {
        ["name": .string(name), "in": .string(place), "required": .bool(isRequired), "schema": OpenAPIValues.schema(name)]
    }

    private static func content(_ description: String, _ schema: JSON, _ type: String) -> JSON {
        ["description": .string(description), "content": .object([type: ["schema": schema]])]
    }

    static func reference(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/\(name)")] }
}

/// The description, served.
struct OpenAPIRoutes: Sendable {
    let version: String
    /// All routes but this one.
    let others: [Route]

    var routes: [Route] {
        let route = Route(.get, "/openapi.json", needs: .viewer) { _ in Answer(.ok, .null) }
        let all = others + [route]
        return [
            Route(.get, "/openapi.json", needs: .viewer) { [version] _ in
                var answer = Answer(.ok, OpenAPI.document(all, version: version))
                answer.isTagged = true
                return answer
            }
        ]
    }
}
