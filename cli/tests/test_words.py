"""Conditions of `--where`, tables, and what a terminal must never receive."""

import json
from pathlib import Path

import pytest
import yaml

from seaway_cli import output, profile
from seaway_cli.catalog import rule
from seaway_cli.failure import Exit, Failure
from seaway_cli.output import Format

HOSTILE = "pay\x1b[2J\x9b31m\u202e\x07\x7fdone"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lifecycle=production", ("lifecycle", "=", "production")),
        ("lifecycle!=production", ("lifecycle", "!=", "production")),
        ("replicas>2", ("replicas", ">", 2)),
        ("replicas>=2.5", ("replicas", ">=", 2.5)),
        ("replicas<2", ("replicas", "<", 2)),
        ("replicas <= 2", ("replicas", "<=", 2)),
        ("title~pay", ("title", "contains", "pay")),
        ("live=true", ("live", "=", True)),
        ('code="2"', ("code", "=", "2")),
        ("link=a=b>=c", ("link", "=", "a=b>=c")),
        ("name=", ("name", "=", "")),
        ("n=Infinity", ("n", "=", "Infinity")),
        ("n=1e999", ("n", "=", "1e999")),
        ("n=[1]", ("n", "=", "[1]")),
    ],
)
def test_a_condition_is_read(text: str, expected: tuple[str, str, object]) -> None:
    read = rule(text)
    assert (read["property"], read["operator"], read["value"]) == expected
    assert type(read["value"]) is type(expected[2])


@pytest.mark.parametrize("text", ["", "lifecycle", "=production", ">2", "~"])
def test_a_condition_without_property_or_operator_is_a_usage_error(text: str) -> None:
    with pytest.raises(Failure, match="should look like") as caught:
        rule(text)
    assert caught.value.code is Exit.USAGE


@pytest.mark.parametrize("form", list(Format))
def test_control_characters_never_reach_the_terminal(form: Format, capsys: pytest.CaptureFixture[str]) -> None:
    output.emit([{"title": HOSTILE, "list": [HOSTILE, "a\nb"]}], form)
    output.note(HOSTILE)
    told = capsys.readouterr()
    for text in (told.out, told.err):
        assert not {"\x1b", "\x9b", "\x07", "\x7f"} & set(text)
    if form is Format.TABLE:
        assert len(told.out.splitlines()) == 2
        assert "\u202e" not in told.out


def test_programs_receive_every_character_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    value = [{"title": HOSTILE, "more": "Hafenstraße 港 🚢 \U000e0001"}]
    output.emit(value, Format.JSON)
    told = capsys.readouterr().out
    assert json.loads(told) == value
    assert "Hafenstraße 港 🚢" in told
    output.emit(value, Format.YAML)
    assert yaml.safe_load(capsys.readouterr().out) == value


def test_a_table_cuts_what_is_too_long_and_says_when_there_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    output.table([{"a": "x" * 100, "b": {"c": None}}], ("a", "b.c"))
    assert capsys.readouterr().out.splitlines()[1] == "x" * 59 + "…"
    output.table([], ("a",))
    assert capsys.readouterr() == ("", "Nothing found.\n")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without a profile, and an environment without Seaway's variables."""
    for name in ("SEAWAY_URL", "SEAWAY_TOKEN", "SEAWAY_CLIENT_ID", "SEAWAY_CLIENT_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path


def test_a_profile_is_its_owners_alone_even_over_a_readable_leftover(home: Path) -> None:
    (home / "seaway").mkdir()
    (home / "seaway" / "profile.new").write_text("left by a killed login")
    (home / "seaway" / "profile.new").chmod(0o644)
    file = profile.write({"url": "http://a", "client_secret": "s"})
    assert file.stat().st_mode & 0o777 == 0o600
    assert profile.read() == {"url": "http://a", "client_secret": "s"}
    assert [each.name for each in file.parent.iterdir()] == ["profile.json"]


@pytest.mark.parametrize("text", ["", "{", "[1]", '"x"', '{"url": 3}'])
def test_a_broken_profile_is_none(home: Path, text: str) -> None:
    profile.write({})
    profile.path().write_text(text)
    assert profile.read() == {}
    assert profile.url() == profile.DEFAULT_URL


def test_a_profile_that_cannot_be_written_is_said(home: Path) -> None:
    (home / "seaway").write_text("a file where the folder should be")
    with pytest.raises(Failure, match="cannot be written"):
        profile.write({})
