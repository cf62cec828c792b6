#!/usr/bin/env bash
# Writes FOLDER/bairn-VERSION.tar.gz from the last commit, with the style sheet and the generated C inside, so that it
# builds without network and npm: packaging/dist.sh FOLDER VERSION. The same commit gives the same bytes.
set -euo pipefail
folder=$1 name=bairn-$2
git rev-parse --git-dir >/dev/null 2>&1 || { echo "make dist works from a clone; this is an archive already." >&2; exit 1; }
[ -x assets/node_modules/.bin/sass ] || { echo "The style sheet needs npm's sass: run make deps first." >&2; exit 1; }
rm -rf "$folder"
mkdir -p "$folder"
git archive --prefix="$name/" HEAD | tar -x -C "$folder"
ln -s "$PWD/assets/node_modules" "$folder/$name/assets/node_modules"
make -C "$folder/$name" BUILD=made gen >/dev/null
rm "$folder/$name/assets/node_modules"
mkdir "$folder/$name/assets/built"
cp "$folder/$name/made/gen/assets/bairn.css" "$folder/$name/assets/built/"
mv "$folder/$name/made/gen" "$folder/$name/generated"
rm -rf "$folder/$name/made"
# One time for all files: a generated one is then never older than what it was made from.
tar -c --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" -C "$folder" "$name" |
	gzip -9n >"$folder/$name.tar.gz"
rm -rf "${folder:?}/$name"
echo "$folder/$name.tar.gz: $(du -k "$folder/$name.tar.gz" | cut -f1) KB"
