#!/usr/bin/env python3
"""Drives `mcp-conformance` with the official Python client, over both transports and in every mode the client has.

    PYTHONPATH=DIRECTORY clients.py PATH/TO/mcp-conformance

DIRECTORY holds the package: `pip install --target DIRECTORY mcp`, or "mcp<2" for the client of the older revisions.
Prints a line a check; the exit code tells whether all held.
"""

import asyncio
import sys
import warnings
from contextlib import asynccontextmanager
from importlib.metadata import version

warnings.simplefilter("ignore")
COMMAND = sys.argv[1]
NEW = int(version("mcp").split(".")[0]) >= 2
failures = 0


def check(name, holds, seen=None):
    global failures
    if not holds:
        failures += 1
    print(f"{'ok  ' if holds else 'FAIL'} {name}" + ("" if holds else f": {seen!r}"), flush=True)


@asynccontextmanager
async def http_server():
    process = await asyncio.create_subprocess_exec(COMMAND, "--http", "0", stdout=asyncio.subprocess.PIPE)
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


def field(value, new, old):
    return getattr(value, new) if NEW else getattr(value, old)


class Steps:
    """The checks, over one connected client or session of either generation."""

    def __init__(self, name, client):
        self.name, self.client = name, client

    def check(self, name, holds, seen=None):
        check(f"{self.name}: {name}", holds, seen)

    async def run(self):
        client = self.client
        tools = (await client.list_tools()).tools
        self.check("tools are listed", "test_simple_text" in [tool.name for tool in tools], tools)
        result = await client.call_tool("test_simple_text", {})
        self.check("a text", result.content[0].text == "This is a simple text response for testing.", result)
        result = await client.call_tool("test_multiple_content_types", {})
        self.check("blocks of all kinds", [block.type for block in result.content] == ["text", "image", "resource"], result)
        result = await client.call_tool("test_structured", {"a": 2, "b": 3})
        self.check("a structured result", field(result, "structured_content", "structuredContent") == {"sum": 5}, result)
        result = await client.call_tool("test_structured", {"a": "two"})
        self.check("arguments that do not fit", field(result, "is_error", "isError"), result)
        result = await client.call_tool("test_error_handling", {})
        self.check("a tool's error", field(result, "is_error", "isError"), result)
        await self.progress()
        result = await client.call_tool("test_elicitation", {"message": "Who?"})
        self.check("an elicitation", '"email":"a@example.org"' in result.content[0].text, result)
        result = await client.call_tool("test_sampling", {"prompt": "Hello?"})
        self.check("a sampling", result.content[0].text == "LLM response: sampled", result)
        result = await client.call_tool("test_input_required_result_multi_round", {})
        self.check("two rounds of questions", result.content[0].text == "Alice likes blue.", result)
        await self.resources()
        await self.prompts()
        try:
            await client.call_tool("no_such_tool", {})
            self.check("an unknown tool", False)
        except Exception as error:
            self.check("an unknown tool", "no_such_tool" in str(error), error)

    async def progress(self):
        seen = []

        async def note(progress, total, message):
            seen.append((progress, total))

        await self.client.call_tool("test_tool_with_progress", {}, progress_callback=note)
        self.check("progress", seen == [(0, 100), (50, 100), (100, 100)], seen)

    async def resources(self):
        client = self.client
        listed = (await client.list_resources()).resources
        self.check("resources are listed", len(listed) == 3, listed)
        templates = await client.list_resource_templates()
        self.check("templates are listed", len(field(templates, "resource_templates", "resourceTemplates")) == 1, templates)
        contents = (await client.read_resource(uri("test://template/123/data"))).contents
        self.check("a resource by its template", '"id":"123"' in contents[0].text, contents)
        contents = (await client.read_resource(uri("test://static-binary"))).contents
        self.check("a binary resource", contents[0].blob.startswith("iVBOR"), contents)

    async def prompts(self):
        client = self.client
        listed = (await client.list_prompts()).prompts
        self.check("prompts are listed", len(listed) == 5, listed)
        prompt = await client.get_prompt("test_prompt_with_arguments", {"arg1": "a", "arg2": "b"})
        self.check("a prompt", prompt.messages[0].content.text == "Prompt with arguments: arg1='a', arg2='b'", prompt)


def uri(text):
    if NEW:
        return text
    from pydantic import AnyUrl

    return AnyUrl(text)


async def elicit(context, params):
    from mcp import types

    asked = field(params, "requested_schema", "requestedSchema")["properties"]
    known = {"name": "Alice", "color": "blue", "username": "alice", "email": "a@example.org"}
    return types.ElicitResult(action="accept", content={key: known[key] for key in asked if key in known})


async def sample(context, params):
    from mcp import types

    return types.CreateMessageResult(role="assistant", model="none", content=types.TextContent(type="text", text="sampled"))


async def new_generation(url):
    from mcp import Client, StdioServerParameters

    for transport, target in [("stdio", StdioServerParameters(command=COMMAND)), ("http", url)]:
        for mode in ["auto", "legacy", "2026-07-28"]:
            async with Client(target, mode=mode, elicitation_callback=elicit, sampling_callback=sample) as client:
                name = f"{transport} {mode}"
                await Steps(name, client).run()
                stateless = mode != "legacy"
                check(f"{name}: the revision", client.protocol_version == ("2026-07-28" if stateless else "2025-11-25"), client.protocol_version)
                if stateless:
                    async with client.listen(tools_list_changed=True) as subscription:
                        await client.call_tool("test_trigger_tool_change", {})
                        event = await asyncio.wait_for(anext(aiter(subscription)), 10)
                        check(f"{name}: a change is told", "Tool" in type(event).__name__, event)


async def old_generation(url):
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client
    from mcp.client.streamable_http import streamablehttp_client

    changes = []

    async def handle(message):
        changes.append(type(getattr(message, "root", message)).__name__)

    async def run(name, read, write):
        async with ClientSession(read, write, elicitation_callback=elicit, sampling_callback=sample, message_handler=handle) as session:
            result = await session.initialize()
            check(f"{name}: the revision", result.protocolVersion == "2025-11-25", result.protocolVersion)
            await session.send_ping()
            await Steps(name, session).run()
            changes.clear()
            await session.call_tool("test_trigger_tool_change", {})
            for _ in range(100):
                if "ToolListChangedNotification" in changes:
                    break
                await asyncio.sleep(0.05)
            check(f"{name}: a change is told", "ToolListChangedNotification" in changes, changes)

    async with stdio_client(StdioServerParameters(command=COMMAND)) as (read, write):
        await run("stdio", read, write)
    async with streamablehttp_client(url) as (read, write, _):
        await run("http", read, write)


async def main():
    async with http_server() as url:
        await (new_generation if NEW else old_generation)(url)


asyncio.run(asyncio.wait_for(main(), 120))
print(f"mcp {version('mcp')}: {failures} failed")
sys.exit(1 if failures else 0)
