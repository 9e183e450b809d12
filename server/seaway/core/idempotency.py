"""`Idempotency-Key`: a write that is sent twice is done once, and the second answer is the first's.

The key is taken in the write's own transaction, so a crash leaves either both the write and its answer or neither. A
second request with the key waits for the first to finish. Answers are sealed at rest: some show a secret, once.
"""

import hashlib
from dataclasses import dataclass

import orjson

from seaway.core.db import sql
from seaway.core.errors import Invalid
from seaway.core.work import Work

MAX_KEY = 255
_TAKE = sql("""
  insert into idempotency(org, actor, key, fingerprint) values (:org, :actor, :key, :fingerprint)
  on conflict (org, actor, key) do nothing returning key""")
_FIND = sql(
    "select fingerprint, status, headers, body from idempotency where org = :org and actor = :actor and key = :key"
)
_KEEP = sql("""
  update idempotency set status = :status, headers = cast(:headers as jsonb), body = :body
  where org = :org and actor = :actor and key = :key""")
FORGET = sql("delete from idempotency where created_at < now() - interval '24 hours'")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it went out: status, headers and body."""

    status: int
    headers: dict[str, str]
    body: bytes


class KeyReused(Invalid):
    """The key came before with another request."""

    error = "idempotency_key_reused"


def fingerprint(method: str, target: str, body: bytes) -> bytes:
    """Return a digest that tells two requests under one key apart."""
    return hashlib.sha256(b"\0".join((method.encode(), target.encode(), body))).digest()


async def take(work: Work, key: str, digest: bytes) -> Answer | None:
    """Take the key for this write; return the first answer when the write was done before.

    Raises:
        Invalid: the key is empty or over 255 characters.
        KeyReused: the key belongs to another request.
    """
    if not 0 < len(key) <= MAX_KEY:
        raise Invalid(f"Idempotency-Key must have 1 to {MAX_KEY} characters", details={"header": "Idempotency-Key"})
    if await work.db.value(_TAKE, org=work.org, actor=work.actor.id, key=key, fingerprint=digest):
        return None
    row = await work.db.one(_FIND, org=work.org, actor=work.actor.id, key=key)
    if row is None or row["status"] is None or row["fingerprint"] != digest:
        raise KeyReused(
            "This Idempotency-Key was used with another request; use a fresh one", details={"header": "Idempotency-Key"}
        )
    body = work.db.sealer.open(row["body"], _context(work, key))
    return Answer(row["status"], orjson.loads(row["headers"]), body)


async def keep(work: Work, key: str, answer: Answer) -> None:
    """Keep the answer with the key, in the write's transaction."""
    await work.db.run(
        _KEEP,
        org=work.org,
        actor=work.actor.id,
        key=key,
        status=answer.status,
        headers=orjson.dumps(answer.headers).decode(),
        body=work.db.sealer.seal(answer.body, _context(work, key)),
    )


def _context(work: Work, key: str) -> str:
    return f"idempotency/{work.org}/{work.actor.id}/{key}"
