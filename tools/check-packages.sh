#!/bin/sh
# Asks the package feed about every package that the projects use: fails for one with a known vulnerability, a deprecation, or a newer
# version. A newer major version is no reason to fail: some belong to a newer .NET.
set -eu
cd "$(dirname "$0")/.."

bad=0
check() { # target
    dotnet restore "$1" -nologo -v q
    for kind in '--vulnerable --include-transitive' '--deprecated --include-transitive' '--outdated --highest-minor'; do
        # shellcheck disable=SC2086 # options are words
        told=$(dotnet list "$1" package $kind)
        if printf '%s\n' "$told" | grep '^ *> '; then
            echo "error: $1: see above (dotnet list package $kind)" >&2
            bad=1
        fi
    done
}

check QSslModule.slnx
check src/QSslCore.BouncyCastle/QSslCore.BouncyCastle.csproj
exit "$bad"
