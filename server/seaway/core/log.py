"""Structured logs: one JSON object a line on standard error, each with the trace id of its request or job."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog

# Frames without their variables: those hold bodies, passwords and keys.
_exceptions = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))
# One variable for all facts: structlog keeps one for each and walks over all of a context's to forget them.
_facts: ContextVar[Mapping[str, str]] = ContextVar("facts", default={})  # noqa: B039  # never changed in place
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure(level: str) -> None:
    """Set up logging for this process; the standard library's loggers join in as JSON too."""
    shared: list[Any] = [
        _with_facts,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render = structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, _exceptions, render],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _exceptions, render],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[handler], level=max(_LEVELS[level], logging.WARNING), force=True)


def bind(**facts: str) -> None:
    """Add facts (trace, organisation, actor) to every later line of this request or job."""
    _facts.set({**_facts.get(), **facts})


def begin(**facts: str) -> None:
    """Forget the facts of the last request or job, and name those of the next."""
    _facts.set(facts)


def _with_facts(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {**_facts.get(), **event}


def logger(name: str) -> Any:
    """Return a logger; call its `info`, `warning`, `error` with an event in words and facts as keywords."""
    return structlog.get_logger(part=name)  # `logger` is an argument of structlog's own
