#!/bin/sh
# Builds OpenSSL for Windows, its DLLs and its program, from the source package of the Debian that this runs in, as root, with mingw-w64.
# usage: tools/ring-openssl.sh folder
set -eu
place=$(cd "$1" && pwd)
work=/var/tmp/openssl-win64
mkdir -p "$work"
cd "$work"

export DEBIAN_FRONTEND=noninteractive
mirror=http://deb.debian.org
cat >/etc/apt/sources.list.d/source.list <<END
deb-src $mirror/debian trixie main
deb-src $mirror/debian-security trixie-security main
deb-src $mirror/debian-security bookworm-security main
END
apt-get -qq update
apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=120 install gcc-mingw-w64-x86-64-win32 make perl dpkg-dev >/dev/null
# The original is enough, what Debian changes is for Debian; a mirror need not have the newest one.
for version in $(apt-cache showsrc openssl | sed -n 's/^Version: //p' | sort -rVu); do
    [ -z "$(find . -name 'openssl_*.orig.tar.gz')" ] || break
    apt-get -qq source --download-only --tar-only "openssl=$version" || echo "the source of $version cannot be had"
done
rm -rf source
mkdir source
tar -xzf openssl_*.orig.tar.gz -C source --strip-components 1
cd source
# With a pipe as their input, its programs for Windows wait for that, and hear nothing from the network: here they look into the pipe first.
sed -i '/Probably redirected input/a\
        DWORD waiting = 0;\
        if (PeekNamedPipe(inhand, NULL, 0, NULL, \&waiting, NULL))\
            return waiting > 0;' apps/lib/apps.c
# What a TLS library for tests can do without makes it twice as fast.
./Configure mingw64 shared no-tests no-cms no-ts no-cmp no-ct no-rfc3779 no-aria no-idea no-seed no-mdc2 no-whirlpool \
    no-sm2 no-sm3 no-sm4 no-camellia no-bf no-cast no-engine no-srp no-gost no-async --cross-compile-prefix=x86_64-w64-mingw32- \
    CFLAGS=-O1 >/dev/null
make -s build_generated
make -s -j "$(nproc)" libcrypto-3-x64.dll libssl-3-x64.dll providers/legacy.dll apps/openssl.exe
cp libcrypto-3-x64.dll libssl-3-x64.dll providers/legacy.dll apps/openssl.exe apps/openssl.cnf "$place"
