"""The programs of calculations, compiled before they are kept."""

from seaway.core.errors import Unavailable
from seaway.domains.blueprints.errors import InvalidDefinition
from seaway.domains.blueprints.types import Blueprint, BlueprintDraft
from seaway.engines import jq

SECTION = "calculationProperties"


async def check(draft: BlueprintDraft, before: Blueprint | None) -> None:
    """Let through a draft whose programs compile; those that were there before are not looked at again.

    Raises:
        InvalidDefinition: one does not; the message says where. Unavailable: no program can be run at the moment.
    """
    old = before.extra.get(SECTION, {}) if before else {}
    for name, given in draft.extra.get(SECTION, {}).items():
        if old.get(name, {}).get("calculation") == given["calculation"]:
            continue
        try:
            await jq.current().check(given["calculation"])
        except jq.BadProgramError as error:
            raise InvalidDefinition(
                f"{SECTION}.{name}.calculation", f"is no jq program: {error}", line=error.line, column=error.column
            ) from None
        except jq.WorkersAwayError as error:
            raise Unavailable(str(error)) from None
