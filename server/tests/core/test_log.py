"""Logs: one JSON object a line, with the trace, and never with what variables hold."""

import json
import subprocess
import sys
import textwrap

import seaway.core

SCRIPT = """
    import logging
    from seaway.core import log

    log.configure("info")
    log.bind(trace="abc")

    def fail(password):
        key = b"key-" + password.encode()
        raise RuntimeError("it failed")

    try:
        fail("open" + "sesame")
    except RuntimeError as error:
        log.logger("test").error("request failed", exc_info=error)
        logging.getLogger("other.library").exception("a library failed")
    log.logger("test").debug("not at this level")
"""


def test_a_failure_is_one_line_of_json_without_the_variables_of_its_frames() -> None:
    server = seaway.core.__path__[0].removesuffix("/seaway/core")
    script = f"import sys; sys.path.insert(0, {server!r})\n{textwrap.dedent(SCRIPT)}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    ours, theirs = (json.loads(line) for line in done.stderr.splitlines())
    assert (ours["event"], ours["level"], ours["trace"], ours["part"]) == ("request failed", "error", "abc", "test")
    assert (theirs["event"], theirs["trace"]) == ("a library failed", "abc")
    for line in (ours, theirs):
        assert line["exception"][0]["exc_value"] == "it failed"
        assert line["exception"][0]["frames"][-1]["name"] == "fail"
    assert "sesame" not in done.stderr
