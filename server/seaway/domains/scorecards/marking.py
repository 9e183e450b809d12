"""What the catalog asks about scorecards: results beside entities in answers, and the names that searches may use."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import service as entities
from seaway.domains.scorecards import figures_store, store
from seaway.domains.scorecards.types import Scorecard
from seaway.engines.query import shapes
from seaway.engines.query.tables import FAILURE, SUCCESS


class ScorecardMarker:
    """What `entities` asks before it answers."""

    async def results(self, work: Work, blueprint: int, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return what answers hold under `scorecards`, as JSON, by the number of the entity.

        Entities that stand alike share the text that is made once for them.
        """
        scope = access.filter(work, "read", "scorecards")
        known = {each.number: each for each in await store.of_blueprint(work, scope, blueprint)}
        rows = await figures_store.results(work, list(known), numbers)
        made: dict[tuple[Any, ...], str] = {}
        found: dict[int, dict[int, str]] = {}
        for row in rows:
            key = row["scorecard"], row["level"], tuple(row["passed"]), tuple(row["failed"])
            if key not in made:
                made[key] = _shown(known[row["scorecard"]], *key[1:])
            found.setdefault(row["ent"], {})[row["scorecard"]] = made[key]
        return {
            entity: "{" + ",".join(texts[number] for number in known if number in texts) + "}"
            for entity, texts in found.items()
        }

    async def known(self, work: Work) -> Mapping[int, Mapping[str, shapes.Scorecard]]:
        """Return the scorecards of each blueprint, by its number, as queries see them."""
        found: dict[int, dict[str, shapes.Scorecard]] = {}
        for each in await store.every(work, access.filter(work, "read", "scorecards")):
            rules = {str(rule["identifier"]): str(rule["level"]) for rule in each.draft.rules}
            found.setdefault(each.blueprint_id, {})[each.identifier] = shapes.Scorecard(rules)
        return found


def _shown(scorecard: Scorecard, level: str, passed: tuple[str, ...], failed: tuple[str, ...]) -> str:
    """Return one scorecard's part; a rule that is newer than the result is left out until it is judged."""
    status = dict.fromkeys(passed, SUCCESS) | dict.fromkeys(failed, FAILURE)
    rules = [
        {"identifier": rule["identifier"], "status": status[rule["identifier"]], "level": rule["level"]}
        for rule in scorecard.draft.rules
        if rule["identifier"] in status
    ]
    body = orjson.dumps({"level": level, "rules": rules}).decode()
    return f"{orjson.dumps(scorecard.identifier).decode()}:{body}"


entities.marked_by(ScorecardMarker())
