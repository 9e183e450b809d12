"""What the settings are where the environment says nothing."""

from pathlib import Path

import pytest

from seaway.core.errors import StartError
from seaway.core.settings import CHECKOUT, Settings


def test_every_command_of_a_clone_means_the_installation_that_make_run_made() -> None:
    makefile = (CHECKOUT / "Makefile").read_text()
    assert "SEAWAY_DATA_DIR ?= $(CURDIR)/.seaway\n" in makefile
    assert Settings.from_env({}).data_dir == CHECKOUT / ".seaway"


def test_the_environment_names_another_data_folder(tmp_path: Path) -> None:
    assert Settings.from_env({"SEAWAY_DATA_DIR": str(tmp_path)}).data_dir == tmp_path


def test_frames_are_allowed_by_https_origins_alone() -> None:
    given = "https://board.example, https://*.wiki.example:8443/"
    assert Settings.from_env({"SEAWAY_FRAME_ALLOW": given}).frame_allow == (
        "https://board.example",
        "https://*.wiki.example:8443",
    )
    for bad in (
        "http://board.example",
        "https://a.example/path",
        "*",
        "https://a.example; script-src *",
        "https://A b",
    ):
        with pytest.raises(StartError, match="SEAWAY_FRAME_ALLOW"):
            Settings.from_env({"SEAWAY_FRAME_ALLOW": bad})
