#!/bin/sh
# Lays out what the tests need on Windows in artifacts/rings/windows: .NET and OpenSSL. Run after tools/ring-tree.sh.
# usage: tools/ring-parts.sh tree
# OpenSSL comes from QSSL_RING_CACHE (libcrypto-3-x64.dll, libssl-3-x64.dll, legacy.dll, and openssl.exe with openssl.cnf, in it or in
# openssl-win64), or is built.
# Prints the folders of PowerShell and of Pester.
set -eu
cd "$(dirname "$0")/.."
tree=$1
parts=artifacts/rings/windows

facts=$(dotnet msbuild -nologo -v:q -tl:off -restore -t:LocatePackages \
    -getProperty:RuntimeVersion,PowerShellVersion,PackageFolder,PesterVersion build/Windows) || {
    printf '%s\n' "$facts" >&2
    exit 1
}
fact() {
    printf '%s\n' "$facts" | sed -n "s/.*\"$1\": *\"\(.*\)\".*/\1/p"
}
version=$(fact RuntimeVersion)
packages=$(fact PackageFolder)

# --- .NET: the folder that an installer makes, from the packages that programs with a runtime of their own are made of -------------

framework() { # name package
    place=$parts/dotnet/shared/$1/$version
    [ ! -e "$place/.whole" ] || return 0
    from=$packages$2/$version/runtimes/win-x64
    mkdir -p "$place"
    cp -R "$from"/lib/net10.0/. "$from"/native/. "$place"
    touch "$place/.whole"
}
framework Microsoft.NETCore.App microsoft.netcore.app.runtime.win-x64
framework Microsoft.WindowsDesktop.App microsoft.windowsdesktop.app.runtime.win-x64
mkdir -p "$parts/dotnet/host/fxr/$version"
cp "$packages/microsoft.netcore.app.runtime.win-x64/$version/runtimes/win-x64/native/hostfxr.dll" "$parts/dotnet/host/fxr/$version"
cp "$packages/microsoft.netcore.app.host.win-x64/$version/runtimes/win-x64/native/apphost.exe" "$parts"

# --- OpenSSL ------------------------------------------------------------------------------------------------------------------------

mkdir -p "$parts/openssl"
for file in libcrypto-3-x64.dll libssl-3-x64.dll legacy.dll openssl.exe openssl.cnf; do
    [ ! -e "$parts/openssl/$file" ] || continue
    for place in "${QSSL_RING_CACHE:-}" "${QSSL_RING_CACHE:-}/openssl-win64"; do
        [ ! -e "$place/$file" ] || cp "$place/$file" "$parts/openssl"
    done
done
# The program is for its libraries: a cache that has them alone leaves it out, and so the tests that need it.
if ! [ -e "$parts/openssl/libssl-3-x64.dll" ] || ! [ -e "$parts/openssl/libcrypto-3-x64.dll" ] || ! [ -e "$parts/openssl/legacy.dll" ]; then
    echo "Building OpenSSL for Windows (long; QSSL_RING_CACHE names a folder with what was built before)" >&2
    QSSL_TREE_RESOLVES=1 tools/in-tree.sh "$tree" tools/ring-openssl.sh "$parts/openssl" >&2
fi

echo "${packages}powershell/$(fact PowerShellVersion)/tools/net10.0/any/win"
echo "${packages}pester/$(fact PesterVersion)"
