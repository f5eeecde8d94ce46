#!/bin/sh
# Builds the committed state twice, in two folders of different names, and compares the module: every file must be the same, byte for byte.
# all: also the code compiled ahead of time for every platform; else for this one.
set -eu
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for place in one another/two; do
    mkdir -p "$(dirname "$work/$place")"
    git clone -q . "$work/$place"
    dotnet msbuild -nologo -v:q -tl:off -nodeReuse:false -restore -p:Configuration=Release -p:ReadyToRun="${1:-true}" -t:PackageModule \
        "-p:PackageDir=$work/module/$place/" "$work/$place/src/QSslModule"
done
diff -r "$work/module/one" "$work/module/another/two"
find "$work/module/one" -name '*.dll' | sed "s|$work/module/one/|the same: |" | sort
