#!/bin/sh
# Runs a program in a Debian tree, with this repository, the .NET SDK and NuGet's packages at the places where they are here.
# usage: tools/in-tree.sh tree program [argument]...
# The mounts belong to the program alone, and so do the processes: when it ends, neither is left.
set -eu
cd "$(dirname "$0")/.."
repository=$PWD

if [ "${QSSL_TREE_INSIDE:-}" != 1 ]; then
    tree=$(cd "$1" && pwd)
    shift
    export QSSL_TREE_INSIDE=1
    # A container may forbid mounts to its root, but not to the root of a user name space.
    user=''
    unshare --mount true 2>/dev/null || user='--user --map-root-user'
    # shellcheck disable=SC2086 # an empty option is no option
    exec unshare $user --mount --pid --fork --kill-child --propagation private "$0" "$tree" "$@"
fi

tree=$1
shift
unset QSSL_TREE_INSIDE
show() { # folder
    mkdir -p "$tree$1"
    mount --bind "$1" "$tree$1"
}
# PowerShell knows no root that is not mounted.
mount --bind "$tree" "$tree"
mkdir -p "$tree/proc" "$tree/dev" "$tree/sys"
mount -t proc proc "$tree/proc" 2>/dev/null || mount --rbind /proc "$tree/proc"
mount --rbind /dev "$tree/dev"
mount --rbind /sys "$tree/sys"
mount -t tmpfs -o mode=1777 tmpfs "$tree/tmp"
printf '127.0.0.1 localhost %s\n::1 ip6-localhost\n' "$(hostname)" >"$tree/etc/hosts"
show "$repository"
[ -z "${DOTNET_ROOT:-}" ] || show "$DOTNET_ROOT"
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
mkdir -p "$packages"
show "$packages"
[ -z "${QSSL_TREE_RESOLVES:-}" ] || cp -L /etc/resolv.conf "$tree/etc/resolv.conf"

export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin${DOTNET_ROOT:+:$DOTNET_ROOT}" LC_ALL=C.UTF-8 TMPDIR=/tmp
# Not exec: the first process of a PID name space has to wait for what others left, and hears only signals that it has a trap for.
trap 'exit 130' INT
trap 'exit 143' TERM
# shellcheck disable=SC2016 # for the shell inside
chroot "$tree" /bin/sh -c 'cd "$1" && shift && exec "$@"' sh "$repository" "$@" <&0 &
wait "$!"
