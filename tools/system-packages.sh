#!/usr/bin/env bash
# Install, from the system's packages, what only tests need: Chromium, and PostgreSQL 15 as the oldest server we support.
set -euo pipefail
missing=()
[ -x /usr/bin/chromium-headless-shell ] || missing+=(chromium-headless-shell)
[ -x /usr/lib/postgresql/15/bin/postgres ] || missing+=(postgresql-15)
[ ${#missing[@]} = 0 ] && exit 0
as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo -n)
if ! command -v apt-get >/dev/null; then
  echo "Tests want: ${missing[*]}. Install them by this system's means; tests that need one say so." >&2; exit 0
fi
"${as_root[@]}" apt-get update -qq
for package in "${missing[@]}"; do
  # No cluster of the system's own: the tests start their servers themselves.
  if [ "$package" = postgresql-15 ]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$package" >/dev/null ||
    echo "$package could not be installed; tests that need it say so." >&2
done
