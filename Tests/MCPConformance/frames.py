"""Checks frames of the product against the JSON Schemas of the specification, where `MCP_SCHEMA_2026_07_28` and `MCP_SCHEMA_2025_11_25` name them."""

import json
import os

RESULTS = {
    "server/discover": "DiscoverResult", "initialize": "InitializeResult", "tools/list": "ListToolsResult", "tools/call": "CallToolResult",
    "resources/list": "ListResourcesResult", "resources/templates/list": "ListResourceTemplatesResult", "resources/read": "ReadResourceResult",
    "prompts/list": "ListPromptsResult", "prompts/get": "GetPromptResult", "completion/complete": "CompleteResult",
    "subscriptions/listen": "SubscriptionsListenResult", "ping": "EmptyResult",
}
SESSION_TASKS = {"tasks/get": "GetTaskResult", "tasks/result": "CallToolResult", "tasks/list": "ListTasksResult", "tasks/cancel": "CancelTaskResult"}
NOTICES = {
    "notifications/progress": "ProgressNotification", "notifications/message": "LoggingMessageNotification",
    "notifications/tools/list_changed": "ToolListChangedNotification", "notifications/resources/list_changed": "ResourceListChangedNotification",
    "notifications/resources/updated": "ResourceUpdatedNotification",
    "notifications/subscriptions/acknowledged": "SubscriptionsAcknowledgedNotification",
}


def schemas():
    """The definitions of both revisions; None where they are not there."""
    try:
        paths = os.environ["MCP_SCHEMA_2026_07_28"], os.environ["MCP_SCHEMA_2025_11_25"]
        import jsonschema  # noqa: F401
    except (KeyError, ImportError):
        return None
    return [json.load(open(path)) for path in paths]


def violations(sent, received):
    """What is wrong with the frames of one connection over stdio, and how many frames that were; the files hold a frame a line."""
    from jsonschema import Draft202012Validator

    both = schemas()
    asked = {}
    for frame in lines(sent):
        if "id" in frame and "method" in frame:
            stateless = "io.modelcontextprotocol/protocolVersion" in frame.get("params", {}).get("_meta", {}) or frame["method"] == "server/discover"
            asked[frame["id"]] = (frame["method"], stateless)
    stateless = any(stateless for _, stateless in asked.values())
    found, count = [], 0
    for frame in lines(received):
        count += 1
        method, modern = asked.get(frame.get("id"), (None, stateless))
        for value, name in definitions(frame, method, modern):
            schema = {"$ref": f"#/$defs/{name}", "$defs": both[0 if modern else 1]["$defs"]}
            found += [f"{name}: {error.message[:300]}" for error in Draft202012Validator(schema).iter_errors(value)]
    return found, count


def lines(path):
    with open(path) as file:
        return [json.loads(line) for line in file if line.strip()]


def definitions(frame, method, modern):
    """The parts of a frame, each with the name of its definition."""
    if "method" in frame:
        return [(frame, NOTICES[frame["method"]])]
    if "error" in frame:
        return [(frame, "JSONRPCErrorResponse")]
    result = frame["result"]
    parts = [(frame, "JSONRPCResultResponse")]
    if modern:
        if result.get("resultType") == "complete" and method in RESULTS:
            parts.append((result, RESULTS[method]))
    else:
        name = "CreateTaskResult" if "task" in result else {**RESULTS, **SESSION_TASKS}.get(method)
        if name:
            parts.append((result, name))
    return parts
