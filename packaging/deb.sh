#!/usr/bin/env bash
# Writes BUILD/bairn_VERSION_ARCH.deb: packaging/deb.sh BUILD VERSION. The program, its documents, a unit file that is not
# started by itself, and a system account for it. What it depends on is read from the program.
set -euo pipefail
build=$1 version=$2
root=$build/deb arch=$(dpkg --print-architecture)
rm -rf "$root"
make -s BUILD="$build" PREFIX=/usr DESTDIR="$root" install
install -d "$root/DEBIAN" "$root/lib/systemd/system" "$root/usr/lib/sysusers.d"
mv "$root/usr/share/doc/bairn/bairn.service" "$root/lib/systemd/system/"
mv "$root/usr/share/doc/bairn/LICENSE" "$root/usr/share/doc/bairn/copyright"
strip --strip-unneeded "$root/usr/bin/bairn"
echo 'u bairn - "Bairn" /var/lib/bairn' >"$root/usr/lib/sysusers.d/bairn.conf"

# The packages of the libraries that the program names itself, at least as new as those here.
depends=
while read -r library; do
	path=$(ldd "$root/usr/bin/bairn" | awk -v l="$library" '$1 == l { print $3 }')
	package=$(dpkg -S "$(realpath "$path")" 2>/dev/null || dpkg -S "$path")
	package=${package%%:*}
	depends+="${depends:+, }$package (>= $(dpkg-query -W -f '${source:Upstream-Version}' "$package"))"
done < <(objdump -p "$root/usr/bin/bairn" | awk '/NEEDED/ { print $2 }' | grep -v '^lib[cm]\.so')

cat >"$root/DEBIAN/control" <<END
Package: bairn
Version: $version
Architecture: $arch
Maintainer: The Bairn project <bairn@localhost>
Section: database
Priority: optional
Depends: libc6 (>= 2.36), $depends
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Description: one picture of each child and honest numbers for a children's partnership
 Takes the extracts that a council, schools, health, police and the voluntary
 sector already make, works out who is who, measures what the partnership has
 promised, and shows it on the command line and in a browser.
END
cat >"$root/DEBIAN/postinst" <<'END'
#!/bin/sh
set -e
systemd-sysusers bairn.conf 2>/dev/null || adduser --system --group --home /var/lib/bairn --no-create-home bairn
install -d -o bairn -g bairn -m 700 /var/lib/bairn /etc/bairn
END
chmod 755 "$root/DEBIAN/postinst"
dpkg-deb --root-owner-group --build "$root" "$build/bairn_${version}_$arch.deb" >/dev/null
echo "$build/bairn_${version}_$arch.deb: $(du -k "$build/bairn_${version}_$arch.deb" | cut -f1) KB"
