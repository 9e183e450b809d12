"""The settings, read once, in `app.wiring`. Each is documented in docs/reference/settings.md, which a test compares."""

import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pydantic

from seaway.core.errors import StartError

PREFIX = "SEAWAY_"
_ORIGIN = re.compile(r"https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?")


CHECKOUT = Path(__file__).resolve().parents[3]


def _data_dir() -> Path:
    # In a clone every command means the installation that `make run` made, whatever shell it is typed in.
    if (CHECKOUT / "server/pyproject.toml").is_file():
        return CHECKOUT / ".seaway"
    if os.geteuid() == 0:
        return Path("/var/lib/seaway")
    return Path.home() / ".local/share/seaway"


class Settings(pydantic.BaseModel):
    """How this installation runs. Read from the environment: `SEAWAY_` and the name in capitals."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: int = pydantic.Field(default=8080, ge=1, le=65535)
    public_url: str | None = None
    data_dir: Path = pydantic.Field(default_factory=_data_dir)
    database_url: pydantic.SecretStr | None = None
    pg_bin: Path | None = None
    key_file: Path | None = None
    sample: bool = False
    outbound_allow: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    frame_allow: tuple[str, ...] = ()
    log_level: str = pydantic.Field(default="info", pattern="^(debug|info|warning|error)$")
    rate_limit: int = pydantic.Field(default=6000, ge=10)
    search_cap: int = pydantic.Field(default=100_000, ge=100)
    bin_days: int = pydantic.Field(default=30, ge=1, le=3650)

    @pydantic.field_validator("outbound_allow", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @pydantic.field_validator("frame_allow", mode="before")
    @classmethod
    def _origins(cls, value: Any) -> Any:
        listed = [part.strip().rstrip("/") for part in value.split(",")] if isinstance(value, str) else value
        for origin in listed:
            # It becomes part of a header: nothing but an origin may stand there.
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f'"{origin}" is no origin such as https://grafana.example.com')
        return listed

    @property
    def url(self) -> str:
        """The address people use, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def key_path(self) -> Path:
        """Where the envelope key lies: a file of mode 0600."""
        return self.key_file or self.data_dir / "key"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment.

        Raises:
            StartError: a value does not fit; the message names the variable.
        """
        environ = os.environ if environ is None else environ  # noqa: TID251  # the one place
        given = {
            name: environ[PREFIX + name.upper()]
            for name in cls.model_fields
            if environ.get(PREFIX + name.upper(), "") != ""
        }
        try:
            return cls.model_validate(given)
        except pydantic.ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else "The settings"
            raise StartError(f"{name} does not fit: {first['msg']}. See docs/reference/settings.md.") from None
