"""The container files, checked as text where no engine runs: what they copy exists, nothing runs as root, no secret is in them."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())


def test_everything_the_image_copies_exists() -> None:
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in line.split():
            assert (ROOT / source).exists(), source


def test_the_image_runs_without_rights() -> None:
    last_stage = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    users = re.findall(r"^USER (\S+)$", last_stage, re.MULTILINE)
    assert users
    assert users[-1] not in {"root", "0"}


def test_dependencies_are_pinned_by_hash() -> None:
    assert "--require-hashes -r /tmp/requirements.lock" in DOCKERFILE
    assert "npm ci" in DOCKERFILE


def test_stages_that_are_copied_from_exist() -> None:
    stages = set(re.findall(r"^FROM \S+ AS (\S+)$", DOCKERFILE, re.MULTILINE))
    assert set(re.findall(r"--from=(\S+)", DOCKERFILE)) <= stages


def test_compose_builds_this_image_and_keeps_it_small() -> None:
    seaway = COMPOSE["services"]["seaway"]
    assert (ROOT / "deploy" / seaway["build"]["context"] / seaway["build"]["dockerfile"]).exists()
    assert seaway["cap_drop"] == ["ALL"]
    assert seaway["read_only"] is True
    assert all(port.startswith("127.0.0.1:") for port in seaway["ports"])


def test_compose_holds_no_password() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service["environment"].items():
            if "PASSWORD" in name or "DATABASE_URL" in name:
                assert "${SEAWAY_DB_PASSWORD" in value


def test_mounted_files_exist() -> None:
    for service in COMPOSE["services"].values():
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / "deploy" / source).exists()
