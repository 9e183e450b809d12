"""Sealing of secrets at rest: AES-256-GCM in envelopes, under a key that lies in a file only Seaway can read.

A record is: version (1 byte), key id (8), nonce and wrapped data key (12 + 48), nonce (12), ciphertext. The context,
such as `machine/k3JwPq0aVb77`, is authenticated with it: a record moved to another row or installation does not open.
"""

import base64
import binascii
import hashlib
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from seaway.core.errors import StartError

KEY_BYTES = 32
_VERSION = 1
_ID_BYTES = 8
_NONCE_BYTES = 12
_WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + 16
_HEAD_BYTES = 1 + _ID_BYTES
_BODY_AT = _HEAD_BYTES + _WRAPPED_BYTES
_SHORTEST = _BODY_AT + _NONCE_BYTES + 16


class SealBroken(Exception):  # reads as what happened
    """A sealed value does not open: another key, another place, or changed bytes. Never says what is inside."""


class Sealer:
    """Seals and opens values under one envelope key of 32 bytes."""

    __slots__ = ("_id", "_kek")

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"An envelope key has {KEY_BYTES} bytes, this one {len(key)}")
        self._kek = AESGCM(key)
        self._id = hashlib.sha256(b"seaway key id\0" + key).digest()[:_ID_BYTES]

    @property
    def key_id(self) -> str:
        """Which key this is; says nothing about its bytes."""
        return self._id.hex()

    def seal(self, plain: bytes, context: str) -> bytes:
        """Return the value sealed for a context: a fresh data key each time, wrapped by the envelope key."""
        head = bytes([_VERSION]) + self._id
        bound = head + context.encode()
        dek = AESGCM.generate_key(256)
        wrap_nonce, nonce = os.urandom(_NONCE_BYTES), os.urandom(_NONCE_BYTES)
        wrapped = wrap_nonce + self._kek.encrypt(wrap_nonce, dek, bound)
        return head + wrapped + nonce + AESGCM(dek).encrypt(nonce, plain, bound)

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the value that was sealed for this context.

        Raises:
            SealBroken: it was sealed under another key or for another context, or its bytes were changed.
        """
        if len(sealed) < _SHORTEST or sealed[0] != _VERSION:
            raise SealBroken(f"{context}: not a sealed value of version {_VERSION}")
        head, wrapped = sealed[:_HEAD_BYTES], sealed[_HEAD_BYTES:_BODY_AT]
        if not secrets.compare_digest(head[1:], self._id):
            raise SealBroken(
                f"{context}: sealed under the key {head[1:].hex()}, this host has {self.key_id}; "
                "give every host the key file of the first (SEAWAY_KEY_FILE)"
            )
        bound = head + context.encode()
        body = sealed[_BODY_AT:]
        try:
            dek = self._kek.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], bound)
            return AESGCM(dek).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], bound)
        except InvalidTag:
            raise SealBroken(f"{context}: the sealed value was changed or belongs elsewhere") from None

    def __repr__(self) -> str:
        """Name the key, never show it."""
        return f"Sealer({self.key_id})"


def load_sealer(path: Path) -> Sealer:
    """Return the sealer of the key in a file; the file is made on first start, readable by its owner alone.

    Raises:
        StartError: others can read the file, or it holds no key; the message says what to do.
    """
    try:
        return Sealer(_read(path))
    except FileNotFoundError:
        pass
    except OSError as error:
        raise StartError(f"The key file {path} cannot be read: {error.strerror}. See SEAWAY_KEY_FILE.") from None
    try:
        _make(path)
        return Sealer(_read(path))
    except OSError as error:
        raise StartError(f"The key file {path} cannot be made: {error.strerror}. See SEAWAY_KEY_FILE.") from None


def _read(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise StartError(f"The key file {path} is not a plain file. See SEAWAY_KEY_FILE.")
        if facts.st_mode & 0o077:
            raise StartError(f"Others can read the key file {path}; run: chmod 600 {path}")
        text = os.read(descriptor, 1024)
    finally:
        os.close(descriptor)
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise StartError(
            f"The key file {path} holds no key (32 bytes in base64). Restore it from a backup: "
            "without it no secret in the database can be read."
        )
    return key


def _make(path: Path) -> None:
    """Write a fresh key beside its place and link it there: of two that start at once, the first wins, whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
