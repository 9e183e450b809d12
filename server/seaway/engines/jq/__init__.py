"""Programs of jq that strangers wrote: checked, looked through, and run in sandboxed processes over many documents."""

from seaway.engines.jq.pool import Pool
from seaway.engines.jq.programs import normal
from seaway.engines.jq.references import Refs, references, uses_now
from seaway.engines.jq.shared import current, using
from seaway.engines.jq.types import BadProgramError, Document, Limits, Result, WorkersAwayError

__all__ = [
    "BadProgramError",
    "Document",
    "Limits",
    "Pool",
    "Refs",
    "Result",
    "WorkersAwayError",
    "current",
    "normal",
    "references",
    "uses_now",
    "using",
]
