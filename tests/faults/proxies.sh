#!/bin/sh
# Installs the proxies of Debian that a test runs by itself. Where that is not possible, says so: the
# test is skipped then.
set -u
missing=
command -v tinyproxy > /dev/null || missing="tinyproxy"
[ -x /usr/sbin/squid ] || missing="$missing squid"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
  echo "missing: $missing; as root: apt-get install $missing"
  exit 0
fi
# Installing starts services that listen on all addresses, unless a policy forbids it.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
fi
install() {
  # shellcheck disable=SC2086  # a list of names
  apt-get install -y --no-install-recommends $missing
}
install || { apt-get update && install; } || echo "cannot be installed: $missing"
