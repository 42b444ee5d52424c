#!/usr/bin/env python3
"""Drives the product with the official Python client: `ratchet-sidecar` over stdio and `/mcp` over HTTP, in every mode the client has.

    PYTHON product.py PATH/TO/ratchet-sidecar URL TOKEN

PYTHON has the package `mcp`, of either generation. The workspace is the one of Tests/EndToEndTests/PythonClientTests.swift.
Prints a line a check; the exit code tells whether all held.
"""

import asyncio
import os
import sys
import tempfile
import time
import warnings
from importlib.metadata import version

import frames

warnings.simplefilter("ignore")
SIDECAR, URL, TOKEN = sys.argv[1:4]
NEW = int(version("mcp").split(".")[0]) >= 2
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
TOOLS = [
    "list_skills", "get_skill", "check_skill", "test_skill", "diff_skill", "register_skill", "get_proposal", "run_skill", "get_run", "query_runs",
    "label_run", "list_loops", "propose_loop",
]
RECORDS = tempfile.mkdtemp(prefix="ratchet-frames-")
failures = 0
made = 0
recorded = []


def check(name, holds, seen=None):
    global failures
    if not holds:
        failures += 1
    print(f"{'ok  ' if holds else 'FAIL'} {name}" + ("" if holds else f": {seen!r}"), flush=True)


def field(value, new, old):
    return getattr(value, new) if NEW else getattr(value, old)


def sidecar():
    """How the sidecar is started, with all that goes in and out put down."""
    from mcp import StdioServerParameters

    base = f"{RECORDS}/{len(recorded)}"
    recorded.append((base + ".in", base + ".out"))
    line = 'tee "$1" | "$0" | tee "$2"'
    return StdioServerParameters(command="sh", args=["-c", line, SIDECAR, *recorded[-1]], env=dict(os.environ))


def check_frames():
    if frames.schemas() is None:
        print("frames not checked: MCP_SCHEMA_2026_07_28 and MCP_SCHEMA_2025_11_25 name no schemas")
        return
    for sent, received in recorded:
        found, count = frames.violations(sent, received)
        check(f"{count} frames over stdio are as the schema says", not found and count > 0, found[:5])


def greeting():
    """A skill of a new name, which the policy lets go live at once."""
    global made
    made += 1
    name = f"greet_{version('mcp').replace('.', '_')}_{made}"
    return {
        "language": 1, "skill": name, "summary": "Greet somebody by name.",
        "input": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"], "additionalProperties": False},
        "output": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"], "additionalProperties": False},
        "steps": [{"id": "say", "call": "echo", "with": {"text": "hello ${input.name}"}}], "result": {"text": "${steps.say.text}"},
        "tests": [{"name": "greets", "input": {"name": "Kim"}, "mocks": {}, "expect": {"output": {"text": "hello Kim"}}}],
    }


class Steps:
    """The checks, over one connected client or session of either generation."""

    def __init__(self, name, client):
        self.name, self.client = name, client

    def check(self, name, holds, seen=None):
        check(f"{self.name}: {name}", holds, seen)

    async def call(self, tool, arguments, **more):
        result = await self.client.call_tool(tool, arguments, **more)
        return field(result, "structured_content", "structuredContent"), field(result, "is_error", "isError")

    async def expect(self, tool, arguments, holds):
        value, failed = await self.call(tool, arguments)
        self.check(tool, not failed and holds(value), value)
        return value

    async def run(self):
        tools = (await self.client.list_tools()).tools
        self.check("the tools", [tool.name for tool in tools] == TOOLS, tools)
        document = greeting()
        await self.expect("list_skills", {"query": "rest"}, lambda value: value["total"] == 1)
        await self.expect("get_skill", {"skill": "greet"}, lambda value: value["skill"] == "greet@1.0.0")
        await self.expect("check_skill", {"document": document}, lambda value: value["registration"]["outcome"] == "live")
        await self.expect("test_skill", {"document": document}, lambda value: value["passed"] == 1)
        await self.expect("diff_skill", {"document": document}, lambda value: value["bump"] == "new")
        run = await self.expect("run_skill", {"skill": "greet", "input": {"name": "Kim"}}, lambda value: value["output"] == {"text": "hello Kim"})
        await self.expect("get_run", {"run": run["run"]}, lambda value: value["state"] == "succeeded")
        await self.expect("query_runs", {"skill": "greet"}, lambda value: run["run"] in [found["run"] for found in value["runs"]])
        await self.expect("label_run", {"run": run["run"], "verdict": "good"}, lambda value: value["verdict"] == "good")
        await self.expect("list_loops", {}, lambda value: value["loops"] == [])
        loop = {"loop": "often", "summary": "Greet Kim.", "schedule": {"every": "5m"}, "skill": "greet@^1", "input": {"name": "Kim"}}
        await self.expect("propose_loop", {"document": loop, "reason": "r", "dry_run": True}, lambda value: value["status"] == "pending")
        value, failed = await self.call("get_proposal", {"proposal": "none"})
        self.check("get_proposal of none", failed, value)
        value, failed = await self.call("run_skill", {"skill": "refuse"})
        self.check("a refusal by policy", failed and value["code"] == "policy", value)
        await self.progress()
        await self.cancellation()
        await self.rest()

    async def register(self):
        document = greeting()
        await self.expect("register_skill", {"document": document, "reason": "a test"}, lambda value: value["status"] == "live")

    async def progress(self):
        seen = []

        async def note(progress, total, message):
            seen.append(message)

        await self.client.call_tool("run_skill", {"skill": "greet", "input": {"name": "Kim"}}, progress_callback=note)
        for _ in range(50):
            if seen:
                break
            await asyncio.sleep(0.02)
        self.check("progress", bool(seen) and "started" in seen[0], seen)

    async def cancellation(self):
        """Waiting is given up at once; the run that was waited for is not."""
        value, _ = await self.call("run_skill", {"skill": "rest", "wait_seconds": 0})
        begin = time.monotonic()
        waiting = asyncio.create_task(self.client.call_tool("get_run", {"run": value["run"], "wait_seconds": 100}))
        await asyncio.sleep(0.2)
        waiting.cancel()
        try:
            await waiting
            self.check("a cancelled call ends", False)
        except asyncio.CancelledError:
            self.check("a cancelled call ends", time.monotonic() - begin < 5)
        again, _ = await self.call("get_run", {"run": value["run"]})
        self.check("its run goes on", again["state"] in ("running", "waiting"), again)

    async def rest(self):
        listed = (await self.client.list_resources()).resources
        self.check("resources", any(str(resource.uri) == "skill://greet" for resource in listed), listed)
        contents = (await self.client.read_resource(uri("skill-language://1"))).contents
        self.check("the language", contents[0].text.startswith("# The skill language"), contents[0].text[:80])
        prompts = (await self.client.list_prompts()).prompts
        self.check("prompts", [prompt.name for prompt in prompts] == ["write_skill", "review_skill", "tune_skill"], prompts)
        try:
            await self.client.call_tool("no_such_tool", {})
            self.check("an unknown tool", False)
        except Exception as error:
            self.check("an unknown tool", "no_such_tool" in str(error), error)


def uri(text):
    if NEW:
        return text
    from pydantic import AnyUrl

    return AnyUrl(text)


def task_extension():
    """The extension for tasks, as its users would write it for the client: wait until the task has ended, and give its result."""
    from typing import Any, Literal

    from mcp import types
    from mcp.client.extension import ClientExtension, ResultClaim
    from pydantic import Field

    seen = []

    class Made(types.Result):
        result_type: Literal["task"] = Field(alias="resultType", serialization_alias="resultType")
        task_id: str = Field(alias="taskId")
        status: str

    class Snapshot(types.Result):
        status: str
        result: dict[str, Any] | None = None

    async def resolve(made, context):
        seen.append(made.task_id)
        while True:
            request = types.Request[dict[str, Any], str](method="tasks/get", params={"taskId": made.task_id})
            snapshot = await context.session.send_request(request, Snapshot)
            if snapshot.status == "completed":
                return types.CallToolResult.model_validate(snapshot.result)
            await asyncio.sleep(0.1)

    class Tasks(ClientExtension):
        identifier = "io.modelcontextprotocol/tasks"

        def claims(self):
            return [ResultClaim(result_type="task", model=Made, resolve=resolve)]

    return Tasks(), seen


async def new_generation():
    import httpx2
    from mcp import Client
    from mcp.client.streamable_http import streamable_http_client

    def target(transport):
        if transport == "stdio":
            return sidecar()
        return streamable_http_client(URL, http_client=httpx2.AsyncClient(headers=HEADERS, timeout=60))

    async def one(transport, mode):
        name = f"{transport} {mode}"
        async with Client(target(transport), mode=mode) as client:
            steps = Steps(name, client)
            stateless = mode != "legacy"
            check(f"{name}: the revision", client.protocol_version == ("2026-07-28" if stateless else "2025-11-25"), client.protocol_version)
            await steps.run()
            if stateless:
                async with client.listen(resources_list_changed=True) as subscription:
                    await steps.register()
                    event = await asyncio.wait_for(anext(aiter(subscription)), 20)
                    check(f"{name}: a new skill is told", "Resource" in type(event).__name__, event)
            else:
                await steps.register()
        if stateless:
            extension, seen = task_extension()
            async with Client(target(transport), mode=mode, extensions=[extension]) as client:
                result = await client.call_tool("run_skill", {"skill": "greet", "input": {"name": "Kim"}})
                check(f"{name}: a task", len(seen) == 1 and result.structured_content["output"] == {"text": "hello Kim"}, (seen, result))

    for mode in ["auto", "legacy", "2026-07-28"]:
        await asyncio.gather(one("stdio", mode), one("http", mode))


async def old_generation():
    from mcp import ClientSession
    from mcp.client.stdio import stdio_client
    from mcp.client.streamable_http import streamablehttp_client
    from mcp.types import CallToolResult

    async def one(name, read, write):
        changes = []

        async def handle(message):
            changes.append(type(getattr(message, "root", message)).__name__)

        async with ClientSession(read, write, message_handler=handle) as session:
            result = await session.initialize()
            check(f"{name}: the revision", result.protocolVersion == "2025-11-25", result.protocolVersion)
            await session.send_ping()
            steps = Steps(name, session)
            await steps.run()
            changes.clear()
            await steps.register()
            for _ in range(400):
                if "ResourceListChangedNotification" in changes:
                    break
                await asyncio.sleep(0.05)
            check(f"{name}: a new skill is told", "ResourceListChangedNotification" in changes, changes)
            await tasks(name, session)

    async def tasks(name, session):
        made = await session.experimental.call_tool_as_task("run_skill", {"skill": "greet", "input": {"name": "Kim"}})
        identifier = made.task.taskId
        result = await session.experimental.get_task_result(identifier, CallToolResult)
        check(f"{name}: a task", result.structuredContent["output"] == {"text": "hello Kim"}, result)
        task = await session.experimental.get_task(identifier)
        check(f"{name}: it is completed", task.status == "completed", task)
        listed = await session.experimental.list_tasks()
        check(f"{name}: it is listed", identifier in [task.taskId for task in listed.tasks], listed)
        made = await session.experimental.call_tool_as_task("run_skill", {"skill": "rest"})
        try:
            await session.experimental.cancel_task(made.task.taskId)
            check(f"{name}: an agent cancels no run", False)
        except Exception as error:
            check(f"{name}: an agent cancels no run", "scope operator" in str(error), error)

    async def stdio():
        async with stdio_client(sidecar()) as (read, write):
            await one("stdio", read, write)

    async def http():
        async with streamablehttp_client(URL, headers=HEADERS) as (read, write, _):
            await one("http", read, write)

    # One after the other: a frame that comes while this generation closes its session, such as a notice, is an error to it.
    await stdio()
    await http()


async def main():
    await (new_generation if NEW else old_generation)()


if __name__ == "__main__":
    asyncio.run(asyncio.wait_for(main(), 120))
    check_frames()
    print(f"mcp {version('mcp')}: {failures} failed")
    sys.exit(1 if failures else 0)
