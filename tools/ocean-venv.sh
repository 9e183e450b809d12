#!/usr/bin/env bash
# Make a virtual environment with Ocean for its test: it needs a newer Python than Seaway does, and libraries of its own.
set -euo pipefail
venv=$1 lock=$2 mark=$3
for python in python3.13 python3.12 "$(pyenv root 2>/dev/null || echo "$HOME/.pyenv")"/versions/3.1[23].*/bin/python; do
  # A name on the PATH may be a shim of pyenv's that runs nothing: only what answers counts.
  "$python" -c 'import sys, venv; sys.exit(not (3, 12) <= sys.version_info < (3, 14))' 2>/dev/null || continue
  echo "Installing Ocean, which a test runs …"
  "$python" -m venv --clear "$venv"
  if "$venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$lock"; then
    touch "$mark"
  else
    echo "OCEAN WILL NOT BE TESTED: it could not be installed." >&2
  fi
  exit 0
done
echo "OCEAN WILL NOT BE TESTED: no Python 3.12 or 3.13 was found (on the PATH, or among pyenv's versions)." >&2
