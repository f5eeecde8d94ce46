#!/bin/sh
# Brings the Debian packages that a list names (one a line, # begins a comment), as root, with apt-get. A package that brings
# a daemon does not start it. What cannot be had is told, and the tests that miss it are skipped by name.
# usage: tools/install-packages.sh list...
set -eu

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo 'Nothing is installed: that takes root and apt-get. Tests whose programs are missing are skipped by name.'
    exit
fi

missing=''
for package in $(sed 's/#.*//' "$@"); do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi

install() { # package
    apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=120 install "$1" </dev/null >/dev/null
}

export DEBIAN_FRONTEND=noninteractive
apt-get -qq update </dev/null || echo 'apt-get update failed: the package lists stay as they are.'
for package in $missing; do
    echo "Installing $package"
    install "$package" && continue
    # INN does not let itself be set up on a machine without a domain.
    if [ "$package" = inn2 ] && sed -i 's/^#domain:.*/domain: interop.test/' /etc/news/inn.conf 2>/dev/null && install "$package"; then
        continue
    fi
    echo "apt-get could not install $package: the tests that need it are skipped by name."
    # What is half installed would spoil everything that comes after it.
    apt-get -qq -y purge "$package" </dev/null >/dev/null 2>&1 || true
done
