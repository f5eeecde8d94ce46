#!/bin/sh
# Runs the suites and the demo as Windows runs them, under Wine: called by tools/in-tree.sh in a Debian 13 tree.
# usage: tools/ring-windows.sh configuration powershell-folder pester-folder
# The ordinary build output and package are run. What is excluded, each test says itself: its reason begins with "needs".
set -eu
cd "$(dirname "$0")/.."
configuration=$1
powershell=$2
pester=$3
parts=$PWD/artifacts/rings/windows
reports=artifacts/tests
mkdir -p "$reports"

windows() { # path: the same in Windows' spelling
    printf 'Z:%s' "$1" | tr / '\134'
}

export WINEPREFIX="$parts/prefix" WINEDEBUG=-all LC_ALL=C.UTF-8
export DOTNET_EnableWriteXorExecute=0 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
DOTNET_ROOT=$(windows "$parts/dotnet")
QSSL_OPENSSL_LIBRARY=$(windows "$parts/openssl")
OPENSSL_CONF=$QSSL_OPENSSL_LIBRARY'\openssl.cnf'
OPENSSL_MODULES=$QSSL_OPENSSL_LIBRARY
# The tests start the program openssl, and further PowerShells, by name.
WINEPATH="$QSSL_OPENSSL_LIBRARY;$(windows "$powershell")"
export DOTNET_ROOT QSSL_OPENSSL_LIBRARY OPENSSL_CONF OPENSSL_MODULES WINEPATH
export PATH="/usr/lib/wine:$PATH"
unset TMPDIR

# Wine's services inherit the streams of what starts them, and a pipe that they hold never ends.
if [ ! -e "$WINEPREFIX/system.reg" ]; then
    mkdir -p "$WINEPREFIX"
    WINEDLLOVERRIDES='mscoree,mshtml=' wine64 wineboot -i </dev/null >/dev/null 2>&1
fi
trap 'wineserver64 -k' EXIT
wineserver64 -p </dev/null >/dev/null 2>&1 || true # one may run already
wine64 wineboot </dev/null >/dev/null 2>&1
# The service behind HttpListener starts on demand, and the first who asks does not wait for it.
wine64 net start http </dev/null >/dev/null 2>&1 || true

# A program of .NET for Windows begins with a host that holds the name of its assembly: 64 letters stand in its place.
host() { # assembly
    assembly=$(basename "$1")
    filled=$assembly$(printf '%*s' "$((64 - ${#assembly}))" '' | sed 's/ /\\x00/g')
    LC_ALL=C sed "s/c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2/$filled/" "$parts/apphost.exe" >"${1%.dll}.exe"
}

# A console, without which PowerShell says nothing and ends well.
console() { # command
    script -qec "stty cols 250; $1" /dev/null </dev/null | sed -u 's/\x1b\[[0-9;?]*[a-zA-Z]//g; s/\x1b\][^\x07]*\x07//g; s/\r//g'
}

passed=0
failed=0
excluded=0
trouble=''
reasons=$reports/windows-excluded.txt
: >"$reasons"
since=$(date +%s)
count() { # suite passed failed excluded
    printf '%s: %s passed, %s failed, %s excluded by need' "$@"
    now=$(date +%s)
    printf ' (%s s)\n' "$((now - since))"
    since=$now
    passed=$((passed + $2))
    failed=$((failed + $3))
    excluded=$((excluded + $4))
}
bad() {
    failed=$((failed + 1))
    trouble="$trouble
$1"
}

# The program writes its report last: without one it has not come to its end.
library() { # suite [option]...
    suite=$1
    report="$reports/$suite.xml"
    shift
    rm -f "$report"
    host "tests/QSslCore.Tests/bin/$configuration/net10.0/QSslCore.Tests.dll"
    timeout 1200 wine64 "tests/QSslCore.Tests/bin/$configuration/net10.0/QSslCore.Tests.exe" -noLogo -noColor -xml "$report" "$@" \
        </dev/null >"${report%.xml}.log" 2>&1 || true
    if [ ! -s "$report" ]; then
        tail -n 5 "${report%.xml}.log"
        bad "$suite wrote no report."
        return
    fi
    results=$(awk -f tools/xunit-report.awk "$report")
    printf '%s\n' "$results" | sed -n 's/^skip	//p' >>"$reasons"
    grep -A 3 '\[FAIL\]' "${report%.xml}.log" || true
    # shellcheck disable=SC2046 # three numbers
    count "$suite" $(printf '%s\n' "$results" | sed -n 's/^total	//p')
}

# A PowerShell is busy on one processor at most: two of them have half of the files each.
module() { # suite
    export QSSLMODULE_PACKAGE
    QSSLMODULE_PACKAGE=$(windows "$parts/QSslModule")
    half "$1" 0 &
    other=$!
    half "$1" 1
    wait "$other"
    module_passed=0
    module_failed=0
    : >"$reports/$1.excluded"
    for report in "$reports/$1.0.json" "$reports/$1.1.json"; do
        if [ ! -s "$report" ]; then
            tail -n 5 "${report%.json}.log"
            bad "$1 wrote no report (${report##*/})."
            continue
        fi
        module_passed=$((module_passed + $(number Passed "$report")))
        module_failed=$((module_failed + $(number Failed "$report")))
        sed -n 's/^ *"\(Name\|Reason\)": *"\(.*\)",*.*$/\1 \2/p' "$report" | sed 's/\r//' | awk '
            /^Name / { name = substr($0, 6) }
            /^Reason / { reason = substr($0, 8) }
            name != "" && reason != "" { print name "\t" reason; name = reason = "" }' >>"$reports/$1.excluded"
        grep -A 4 '^ *\[-\]' "${report%.json}.log" || true
    done
    cat "$reports/$1.excluded" >>"$reasons"
    count "$1" "$module_passed" "$module_failed" "$(grep -c . "$reports/$1.excluded" || true)"
}

half() { # suite number
    report=$PWD/$reports/$1.$2.json
    rm -f "$report"
    files=''
    for file in $(ls -S tests/Pester/*.Tests.ps1 | awk -v half="$2" 'NR % 2 == half'); do
        files="$files;$(windows "$PWD/$file")"
    done
    console "timeout 1200 wine64 '$powershell/pwsh.exe' -NoProfile -NonInteractive -File tools/Invoke-PesterSuite.ps1 \
        '$(windows "$pester/tools/Pester.psd1")' '${files#;}' '$(windows "$report")'" >"${report%.json}.log"
}

number() { # name report
    sed -n "s/^ *\"$1\": *\([0-9]*\),*.*/\1/p" "$2"
}

# The demo ends with 0 when all went as it says.
demo() {
    host "examples/Demo/bin/$configuration/net10.0/Demo.dll"
    if timeout 120 wine64 "examples/Demo/bin/$configuration/net10.0/Demo.exe" </dev/null; then
        count Demo 1 0 0
    else
        count Demo 0 1 0
    fi
}

library QSslCore.Tests.Windows
module Pester.Windows
demo

printf '\nExcluded by need (by name in %s):\n' "$reasons"
cut -f 2 "$reasons" | sort | uniq -c | sort -rn
[ -z "$trouble" ] || printf '%s\n' "$trouble"
printf '\n%s passed, %s failed, %s excluded by need\n' "$passed" "$failed" "$excluded"
[ "$failed" -eq 0 ]
