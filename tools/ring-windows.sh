#!/bin/sh
# Runs the suites and the demo as Windows runs them, under Wine: called by tools/in-tree.sh in a Debian 13 tree.
# usage: tools/ring-windows.sh configuration powershell-folder pester-folder [library option...|module file...|demo]
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
# Most methods of a test run a few times only: code that counts how it is used, to be compiled again, does not pay.
export DOTNET_TieredPGO=0
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

# The shares of whole drives, which each Windows has for administrators.
mkdir -p "$WINEPREFIX/dosdevices/unc/localhost"
ln -sfn "$WINEPREFIX/drive_c" "$WINEPREFIX/dosdevices/unc/localhost/C\$"
ln -sfn / "$WINEPREFIX/dosdevices/unc/localhost/Z\$"

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

trouble=$reports/windows-trouble.txt
totals=$reports/windows-totals.txt
reasons=$reports/windows-excluded.txt
rm -f "$reports"/*.Windows*.tsv
: >"$trouble"
: >"$totals"
# A line for each suite: what passed, what failed, and the tests that were excluded, of which those of schannel are not part of this ring.
count() { # suite passed failed since [excluded]
    now=$(date +%s)
    schannel=0
    others=0
    if [ -e "$reports/$1.tsv" ]; then
        schannel=$(cut -f 2 "$reports/$1.tsv" | grep -c "$schannel_reasons" || true)
        others=$(cut -f 2 "$reports/$1.tsv" | grep -vc "$schannel_reasons" || true)
    fi
    printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$others" "$schannel" >>"$totals"
    printf '%s: %s passed, %s failed, %s excluded by need, %s of schannel (%s s)\n' "$1" "$2" "$3" "$others" "$schannel" "$((now - $4))"
}
schannel_reasons='^needs schannel \|^needs Tls[^ ]* of schannel\|^needs the platform.s TLS'
bad() {
    echo "$1" >>"$trouble"
}

# The program writes its report last: without one it has not come to its end.
library() { # suite [option]...
    suite=$1
    report="$reports/$suite.xml"
    shift
    since=$(date +%s)
    rm -f "$report"
    host "tests/QSslCore.Tests/bin/$configuration/net10.0/QSslCore.Tests.dll"
    timeout 1200 wine64 "tests/QSslCore.Tests/bin/$configuration/net10.0/QSslCore.Tests.exe" -noLogo -noColor -longRunning 60 -xml "$report" "$@" \
        </dev/null >"${report%.xml}.log" 2>&1 || true
    if [ ! -s "$report" ]; then
        tail -n 5 "${report%.xml}.log"
        bad "$suite wrote no report."
        return
    fi
    results=$(awk -f tools/xunit-report.awk "$report")
    printf '%s\n' "$results" | sed -n 's/^skip	//p' >"$reports/$suite.tsv"
    grep -A 3 '\[FAIL\]' "${report%.xml}.log" || true
    # shellcheck disable=SC2046 # two numbers
    count "$suite" $(printf '%s\n' "$results" | sed -n 's/^total	//p' | cut -f 1,2) "$since"
}

# A PowerShell is busy on one processor at most: two of them share the files, each takes the next one that the other has not claimed.
module() { # suite [file]...
    suite=$1
    shift
    [ $# -gt 0 ] || set -- tests/Pester/*.Tests.ps1
    since=$(date +%s)
    export QSSLMODULE_PACKAGE
    QSSLMODULE_PACKAGE=$(windows "$parts/QSslModule")
    claims=$PWD/$reports/$suite.claims
    rm -rf "$claims" "$reports/$suite".[01].*
    mkdir "$claims"
    share "$suite" 0 "$@" &
    other=$!
    share "$suite" 1 "$@"
    wait "$other"
    module_passed=0
    module_failed=0
    : >"$reports/$suite.tsv"
    for report in "$reports/$suite.0.json" "$reports/$suite.1.json"; do
        if [ ! -s "$report" ]; then
            tail -n 5 "${report%.json}.log"
            bad "$suite wrote no report (${report##*/})."
            continue
        fi
        module_passed=$((module_passed + $(number Passed "$report")))
        module_failed=$((module_failed + $(number Failed "$report")))
        named Skipped "$report" >>"$reports/$suite.tsv"
        named Failures "$report" | sed 's/^/  [FAIL] /; s/\t/: /'
    done
    count "$suite" "$module_passed" "$module_failed" "$since"
}

share() { # suite number file...
    report=$PWD/$reports/$1.$2.json
    shift 2
    files=''
    for file in "$@"; do
        files="$files;$(windows "$PWD/$file")"
    done
    console "timeout 1200 wine64 '$powershell/pwsh.exe' -NoProfile -NonInteractive -File tools/Invoke-PesterSuite.ps1 \
        '$(windows "$pester/tools/Pester.psd1")' '${files#;}' '$(windows "$report")' '$(windows "$claims")'" >"${report%.json}.log"
}

# The names and reasons of one list of a report.
named() { # list report
    tr -d '\r' <"$2" | awk -v list="$1" '
        /^  "[A-Za-z]+": \[$/ { inside = $1 == "\"" list "\":" }
        /^  \]/ { inside = 0 }
        inside && /^ *"(Name|Reason)": "/ {
            key = $1
            text = $0
            sub(/^ *"[A-Za-z]+": "/, "", text)
            sub(/",?$/, "", text)
            if (key == "\"Name\":") name = text; else reason = text
        }
        inside && /^    }/ { print name "\t" reason; name = reason = "" }'
}

number() { # name report
    sed -n "s/^ *\"$1\": *\([0-9]*\),*.*/\1/p" "$2"
}

# The demo ends with 0 when all went as it says.
demo() { # suite
    since=$(date +%s)
    host "examples/Demo/bin/$configuration/net10.0/Demo.dll"
    if timeout 120 wine64 "examples/Demo/bin/$configuration/net10.0/Demo.exe" </dev/null; then
        count "$1" 1 0 "$since"
    else
        count "$1" 0 1 "$since"
    fi
}

part=${4:-all}
[ $# -lt 4 ] || shift 4
case $part in
    library) library QSslCore.Tests.Windows "$@" ;;
    module) module Pester.Windows "$@" ;;
    demo) demo Demo.Windows ;;
    all)
        # Side by side: each waits for others much of its time.
        library QSslCore.Tests.Windows >"$reports/QSslCore.Tests.Windows.out" 2>&1 &
        beside=$!
        module Pester.Windows
        wait "$beside"
        cat "$reports/QSslCore.Tests.Windows.out"
        demo Demo.Windows
        ;;
esac

cat "$reports"/*.Windows.tsv >"$reasons" 2>/dev/null || : >"$reasons"
printf '\nExcluded by need (by name in %s):\n' "$reasons"
cut -f 2 "$reasons" | sort | uniq -c | sort -rn
cat "$trouble"
# Of a whole suite, so many tests have to pass (of the library 90 of 100, of the module 80), or the ring means little. The rows of schannel
# are no part of it: Wine's schannel takes no keys in memory, and sessions cannot be left out there.
awk -F '\t' -v whole="$part" -v trouble="$(grep -c . "$trouble" || true)" '
    function share(passed, all) { return all == 0 ? 0 : int(1000 * passed / all) / 10 }
    {
        passed += $2; failed += $3; excluded += $4; schannel += $5
        if ($1 ~ /^Demo/) next
        own = $2 + $3 + $4; least = $1 ~ /^QSslCore/ ? 90 : 80
        printf "%s%s: %s %% of %d tests passed", NR == 1 ? "\n" : "", $1, share($2, own), own
        if ($5 > 0) printf "; %s %% with the %d rows of schannel, which are not part of this ring", share($2, own + $5), $5
        print ""
        if (whole == "all" && share($2, own) < least) { few = 1; printf "%s: at least %d %% have to pass.\n", $1, least }
    }
    END {
        failed += trouble
        printf "\n%d passed, %d failed, %d excluded by need; %d rows of schannel are not part of this ring\n", passed, failed, excluded, schannel
        exit failed > 0 || few
    }' "$totals"
