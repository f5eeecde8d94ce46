#!/bin/sh
# Brings a Debian 13 tree into a folder, as root: newer OpenSSL than most machines have, Wine, and the programs that tests use as peers.
# usage: tools/ring-tree.sh folder
# A tree that is whole is left as it is. QSSL_RING_CACHE names a folder with a debian13.tar to start from.
set -eu
cd "$(dirname "$0")/.."
tree=$1
whole=$tree/etc/qssl-ring
# What is in it, and so the name of this version of the tree.
packages='ca-certificates,libicu76,openssl,wine64,libgnutls30t64'

[ "$(cat "$whole" 2>/dev/null)" != "$packages" ] || exit 0
[ "$(id -u)" -eq 0 ] || { echo 'ring-tree.sh: a Debian tree takes root' >&2; exit 2; }
command -v unshare >/dev/null || { echo 'ring-tree.sh: unshare is missing (package util-linux)' >&2; exit 2; }

if [ ! -e "$tree/etc/debian_version" ] && [ -e "${QSSL_RING_CACHE:-}/debian13.tar" ]; then
    mkdir -p "$tree"
    tar -xpf "$QSSL_RING_CACHE/debian13.tar" -C "$tree"
fi
if [ ! -x "$tree/usr/lib/wine/wine64" ] || [ -e "$tree/debootstrap" ]; then
    if ! command -v debootstrap >/dev/null; then
        command -v apt-get >/dev/null || { echo 'ring-tree.sh: debootstrap is missing' >&2; exit 2; }
        apt-get -qq update </dev/null
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=120 install debootstrap </dev/null >/dev/null
    fi
    # Half a tree cannot be mended.
    rm -rf --one-file-system "$tree"
    mkdir -p "$tree"
    echo 'Bringing a Debian 13 tree (a few minutes)'
    log=$tree.log
    debootstrap --variant=minbase "--include=$packages" trixie "$tree" >"$log" 2>&1 </dev/null || {
        tail -n 5 "$log" >&2
        exit 1
    }
fi

# The peers; what cannot be had is told, and its tests are skipped by name.
QSSL_TREE_RESOLVES=1 tools/in-tree.sh "$tree" tools/install-packages.sh tools/test-packages.txt
echo "$packages" >"$whole"
