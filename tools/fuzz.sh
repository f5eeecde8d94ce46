#!/bin/sh
# Fuzzes the readers of hostile input under AFL++: ./build.sh fuzz [target [seconds]]. docs/howto/fuzzing.md says more.
# usage: tools/fuzz.sh built-folder [target [seconds]]     all targets unless one is named, a minute each
set -eu
built=$1
seconds=${3:-60}
corpus=tests/QSslCore.Fuzz/Corpus
work=artifacts/fuzz
tool=artifacts/tools/sharpfuzz/sharpfuzz
program=$work/bin/QSslCore.Fuzz

fail() {
    echo "fuzz: $1" >&2
    exit 2
}
case $seconds in '' | *[!0-9]*) fail "'$seconds' is not a number of seconds" ;; esac
case ${2:-} in
    '') targets=$(ls "$corpus") ;;
    *[!a-z0-9-]*) fail "'$2' is not the name of a target" ;;
    *) targets=$2 ;;
esac
for target in $targets; do
    [ -d "$corpus/$target" ] || fail "there is no target $target; there are: $(ls "$corpus" | tr '\n' ' ')"
done
command -v afl-fuzz >/dev/null || fail 'AFL++ is needed: no afl-fuzz on PATH (Debian: apt-get install afl++)'

# The code under test is instrumented in a copy. The tests use what was built.
export DOTNET_ROLL_FORWARD=Major
version=$(sed -n 's/.*"SharpFuzz" Version="\(.*\)".*/\1/p' Directory.Packages.props)
[ -x "$tool" ] || dotnet tool install SharpFuzz.CommandLine --version "$version" --tool-path "${tool%/*}" >/dev/null ||
    fail 'the .NET tool SharpFuzz.CommandLine cannot be brought from NuGet'
rm -rf "$work/bin"
mkdir -p "$work/findings"
cp -r "$built" "$work/bin"
"$tool" "$work/bin/QSslCore.dll"

# .NET programs need no check of their kind, and their exceptions are no crashes that the system would report.
export AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_AUTORESUME=1
status=0
for target in $targets; do
    log=$work/$target.log
    found=$work/findings/$target
    if ! nice afl-fuzz -i "$corpus/$target" -o "$found" -V "$seconds" -t 10000 -m none -G 65536 "$program" "$target" >"$log" 2>&1; then
        echo "$target: afl-fuzz failed; its words are in $log"
        status=1
        continue
    fi
    awk -F ' *: *' -v target="$target" '{ value[$1] = $2 }
        END { printf "%-16s %9d inputs, %4d branches, %d faults, %d without an end\n",
            target, value["execs_done"], value["edges_found"], value["saved_crashes"], value["saved_hangs"] }' "$found/default/fuzzer_stats"
    # What was found is read again without AFL++, which says only that something was wrong.
    "$built/QSslCore.Fuzz" "$target" "$found/default/crashes" "$found/default/hangs" || status=1
done
exit "$status"
