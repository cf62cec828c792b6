#!/usr/bin/env bash
# Installs the Debian packages that are missing from tools/packages.txt: tools/deps.sh build|test|lint|bench…
# Says what it installs before it does; silent, and off the network, when all is there. sudo only when not root.
set -euo pipefail
list=$(dirname "$0")/packages.txt

# Debian's Node is 18; any later one that is already there serves as well, and its npm with it.
has_node() { node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null; }

is_there() { # PACKAGE
	case $1 in
	nodejs) has_node || [ -e assets/built/bairn.css ] ;;
	npm) command -v npm >/dev/null || [ -e assets/built/bairn.css ] ;;
	*) dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed ;;
	esac
}

missing=()
for purpose in "$@"; do
	while read -r package; do
		is_there "$package" || missing+=("$package")
	done < <(awk -v p="$purpose" '$1 == p { print $2 }' "$list")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
	echo "These packages of Debian 12 are missing, or their like on this system: ${missing[*]}" >&2
	exit 1
fi
sudo=()
[ "$(id -u)" -eq 0 ] || sudo=(sudo)
echo "apt: installing ${missing[*]}"
"${sudo[@]}" apt-get update -qq
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
