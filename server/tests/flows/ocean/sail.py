"""Runs Ocean as `ocean sail` does, but on loopback alone: the command itself listens on every address."""

import sys
from typing import Any

import uvicorn
from port_ocean.run import run

_serve = uvicorn.run


def _serve_here(app: Any, *, host: str, port: int) -> None:
    _serve(app, host="127.0.0.1", port=port)


uvicorn.run = _serve_here
run(path=".", log_level="INFO", port=int(sys.argv[1]))
