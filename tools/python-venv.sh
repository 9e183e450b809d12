#!/usr/bin/env bash
# Make the virtual environment, installing Debian's venv package where Python comes without it.
set -euo pipefail
python=$1 venv=$2
command -v "$python" >/dev/null || { echo "Seaway needs Python 3.11 or newer; install it (Debian: apt install python3 python3-venv)." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Seaway needs Python 3.11 or newer; '$python' is $("$python" --version)." >&2; exit 1; }
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
  else
    echo "Python comes without venv here; install it (Debian: sudo apt install python3-venv) and run make again." >&2; exit 1
  fi
fi
"$python" -m venv "$venv"
