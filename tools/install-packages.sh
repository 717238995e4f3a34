#!/usr/bin/env bash
# install-packages.sh NAME…: installs the Debian packages that are not there yet, says what it does.
set -euo pipefail

missing=()
for package in "$@"; do
  if command -v dpkg-query > /dev/null; then
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
  fi
done

if ! command -v dpkg-query > /dev/null; then
  [ "$(uname)" = Darwin ] || echo "not a Debian or Ubuntu system: please install by hand: $*" >&2
  exit 0
fi
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo > /dev/null || { echo "please install as root: apt-get install ${missing[*]}" >&2; exit 69; }
  as_root=(sudo)
fi
echo "installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
