#!/bin/sh
# Builds, tests and shows the module: `./build.sh help` lists the commands.
# If PowerShell is available, or can be installed as a .NET tool, build.ps1 does the work. Otherwise this script does
# everything that the .NET SDK alone can do. At the end, it lists what was left out and why.
set -eu
cd "$(dirname "$0")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
export POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
# A build server would outlive the build.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

usage() {
    cat <<'END'
usage: ./build.sh command [option]...

  demo      build, start a TLS server on loopback, connect to it, verify it, print its chain, exchange a line
  test      build and run every test that can run here
  interop   talk to the system's daemons: mail, news, directory, chat, databases, desktops (root; tools/install-packages.sh
            tools/interop-packages.txt brings them)
  newest    the library's and the module's tests with the OpenSSL of Debian 13, in a tree of its own (root, Debian)
  windows   the same tests and the demo as Windows runs them, under Wine (root, Debian; QSSL_RING_CACHE names a folder with
            OpenSSL for Windows, which is built where there is none)
  package   lay the module out in out/QSslModule
  pack      make what a release publishes, in out/packages: the packages for the gallery and for NuGet, parts, checksums
  bench     measure speed and memory beside plain C and .NET's SslStream
  fuzz [target [seconds]]   read input that AFL++ makes, one minute for each reader of hostile input
  soak      long runs: every byte arrives, nothing grows, no fault of the wire, the peer or the system is fatal
  clean     delete what was built

  -c, --configuration Release|Debug   what to build (Release)
  --portable                          package: without the assemblies that are compiled ahead of time for this platform
  --quick                             bench and soak: a short version, for a first impression
  --long                              soak: a long version, an hour and more
  --write                             bench and soak: write the tables to docs/performance.md, docs/reliability.md
  --seed N                            soak: the seed that a failed run has printed
END
}

fail() {
    echo "build.sh: $1" >&2
    exit 2
}

# --- PowerShell ------------------------------------------------------------------------------------------------------

left_out=''
leave_out() {
    left_out="$left_out  - $1
"
}

tell_left_out() {
    [ -z "$left_out" ] || printf '\nLeft out:\n%s' "$left_out"
}

limited() { # seconds command...
    if command -v timeout >/dev/null; then
        timeout "$@"
    else
        shift
        "$@"
    fi
}

powershell=''     # the program
no_powershell=''  # why there is none
find_powershell() {
    if ! command -v pwsh >/dev/null; then
        no_powershell='pwsh is not on PATH'
    elif ! version=$(limited 60 pwsh --version </dev/null 2>/dev/null); then
        no_powershell='the pwsh on PATH does not start'
    elif is_new_enough "${version#PowerShell }"; then
        powershell=pwsh
        return
    else
        no_powershell="the pwsh on PATH is $version"
    fi

    bring_powershell
}

bring_powershell() {
    # Not `dotnet tool restore`: a tool in a folder of its own puts pwsh on the PATH of its child processes, on every system.
    tool=artifacts/tools/pwsh
    wanted=$(sed -n 's/.*"version": *"\(.*\)".*/\1/p' .config/dotnet-tools.json)
    # An installed tool needs no network.
    if [ "$(limited 60 "$tool" --version </dev/null 2>/dev/null)" = "PowerShell $wanted" ] || {
        answer=$(limited 300 dotnet tool install PowerShell --version "$wanted" --tool-path "${tool%/*}" --allow-downgrade </dev/null 2>&1) &&
            answer=$(limited 60 "$tool" --version </dev/null 2>&1)
    }; then
        powershell=$tool
    else
        no_powershell="no PowerShell 7.6 or newer (${no_powershell:+$no_powershell; }the .NET tool PowerShell $wanted: $(first_line "$answer"))"
    fi
}

is_new_enough() { # version
    major=${1%%.*}
    rest=${1#*.}
    minor=${rest%%.*}
    case $major$minor in '' | *[!0-9]*) return 1 ;; esac
    [ "$major" -gt 7 ] || { [ "$major" -eq 7 ] && [ "$minor" -ge 6 ]; }
}

first_line() {
    line=$(printf '%s\n' "$1" | sed -n '/[^[:space:]]/{p;q;}')
    echo "${line:-it did not answer within its time limit}"
}

hand_over() { # task
    exec "$powershell" -NoProfile -NonInteractive -File build.ps1 -Task "$1" -Configuration "$configuration"
}

# --- What the SDK does -----------------------------------------------------------------------------------------------

build() { # project [argument]...
    dotnet msbuild -nologo -v:m -tl:off -restore "-p:Configuration=$configuration" "$@"
}

package() {
    build src/QSslModule -t:PackageModule ${ready_to_run:+"-p:ReadyToRun=$ready_to_run"}
    [ -e out/QSslModule.left-out.txt ] || return 0
    while IFS= read -r note; do
        leave_out "$note"
    done <out/QSslModule.left-out.txt
}

demo() {
    build examples/Demo
    "examples/Demo/bin/$configuration/net10.0/Demo"
}

passed=0
failed=0
skipped=0
skips=''
failures=''
trouble=''
bad() {
    failed=$((failed + 1))
    trouble="$trouble
$1"
}

# Two lists of lines as one.
both() { # lines lines
    printf '%s\n%s\n' "$1" "$2" | sed '/^$/d'
}

# Runs the tests of the library. The program returns 0 even if no test ran, so the report decides.
test_library() {
    build tests/QSslCore.Tests
    run_suite QSslCore.Tests "$configuration"
}

# Repeats the tests that drive sockets and servers: in Debug, with the assertions of the strand, and with the reactor of Windows and macOS.
test_portable() {
    configuration_asked=$configuration
    configuration=Debug
    build tests/QSslCore.Tests
    configuration=$configuration_asked
    export QSSL_TEST_REACTOR=select
    run_suite QSslCore.Tests.Portable Debug -namespace QSslCore.Tests.Sockets -namespace QSslCore.Tests.Server \
        -namespace QSslCore.Tests.Security -namespace QSslCore.Tests.Simulation
    unset QSSL_TEST_REACTOR
}

run_suite() { # name configuration option...
    suite=$1
    report="artifacts/tests/$suite.xml"
    program="tests/QSslCore.Tests/bin/$2/net10.0/QSslCore.Tests"
    shift 2
    mkdir -p artifacts/tests
    rm -f "$report"

    status=0
    color=-noColor
    [ ! -t 1 ] || color=''
    # shellcheck disable=SC2086 # an empty option is no option
    "$program" -noLogo $color -xml "$report" "$@" </dev/null || status=$?
    if [ ! -s "$report" ]; then
        bad "$suite ended with code $status and wrote no report."
        return
    fi

    results=$(awk -f tools/xunit-report.awk "$report")
    skips=$(both "$skips" "$(printf '%s\n' "$results" | sed -n 's/^skip	\([^	]*\)	/  - \1: /p')")
    failures=$(both "$failures" "$(printf '%s\n' "$results" | sed -n 's/^fail	\([^	]*\)	/  - \1: /p')")
    totals=$(printf '%s\n' "$results" | sed -n 's/^total	//p')
    suite_passed=$(echo "$totals" | cut -f 1)
    suite_failed=$(echo "$totals" | cut -f 2)
    passed=$((passed + suite_passed))
    failed=$((failed + suite_failed))
    skipped=$((skipped + $(echo "$totals" | cut -f 3)))
    [ "$((suite_passed + suite_failed))" -gt 0 ] || bad "$suite ran no test."
    [ "$status" -eq 0 ] || [ "$suite_failed" -gt 0 ] || bad "$suite ended with code $status."
}

# Each example is a program. It ends with 0 if everything worked as it says.
test_examples() {
    for project in examples/*/*.csproj; do
        name=$(basename "$project" .csproj)
        build "$project"
        printf '\nexamples/%s\n' "$name"
        status=0
        limited 120 "examples/$name/bin/$configuration/net10.0/$name" </dev/null || status=$?
        if [ "$status" -eq 0 ]; then
            passed=$((passed + 1))
        else
            bad "examples/$name ended with code $status."
        fi
    done
}

# The short form of the long runs. Its program counts its checks in the last line.
test_soak() {
    build tests/QSslCore.Soak
    printf '\ntests/QSslCore.Soak --quick\n'
    mkdir -p artifacts/tests
    log=artifacts/tests/soak.log
    status=0
    limited 300 "tests/QSslCore.Soak/bin/$configuration/net10.0/QSslCore.Soak" --quick </dev/null >"$log" 2>&1 || status=$?
    cat "$log"
    counts=$(sed -n 's/^\([0-9]*\) checks passed, \([0-9]*\) failed, .*/\1 \2/p' "$log" | tail -n 1)
    if [ -z "$counts" ] || [ "${counts% *}" -eq 0 ]; then
        bad 'tests/QSslCore.Soak did not come to its end.'
        return
    fi
    passed=$((passed + ${counts% *}))
    failed=$((failed + ${counts#* }))
    [ "$status" -eq 0 ] || [ "${counts#* }" -gt 0 ] || bad "tests/QSslCore.Soak ended with code $status."
    soak_skips=$(sed -n 's/^  not tried: /  - soak: /p' "$log")
    [ -z "$soak_skips" ] || {
        skips=$(both "$skips" "$soak_skips")
        skipped=$((skipped + $(printf '%s\n' "$soak_skips" | wc -l)))
    }
}

tell_tests() {
    [ -z "$skips" ] || printf '\nSkipped:\n%s\n' "$skips"
    tell_left_out
    [ -z "$failures" ] || printf '\nFailed:\n%s\n' "$failures"
    [ -z "$trouble" ] || printf '%s\n' "$trouble"
    printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ]
}

# Runs programs that measure. They interpret their options themselves.
run() { # folder [option]...
    folder=$1
    shift
    build "$folder"
    "$folder/bin/$configuration/net10.0/$(basename "$folder")" "$@"
}

# What runs in a Debian 13 tree (tools/in-tree.sh), which is brought once. The analysis of the sources is for `test`.
tree=artifacts/rings/debian13

newest() {
    export RunAnalyzers=false
    bring_powershell
    [ -n "$powershell" ] || fail "newest needs a PowerShell: $no_powershell"
    tools/ring-tree.sh "$tree"
    tools/ring-node.sh "$tree"
    # Restore everything from NuGet here: the tree has only the packages of this machine.
    package
    build tests/QSslCore.Tests
    NuGetAudit=false tools/in-tree.sh "$tree" "$powershell" -NoProfile -NonInteractive -File build.ps1 -Task Suites -Configuration "$configuration"
}

windows() {
    export RunAnalyzers=false
    tools/ring-tree.sh "$tree"
    folders=$(tools/ring-parts.sh "$tree")
    build src/QSslModule -t:PackageModule -p:ReadyToRun=false "-p:PackageDir=$PWD/artifacts/rings/windows/QSslModule/"
    build tests/QSslCore.Tests
    build examples/Demo
    # shellcheck disable=SC2086 # one folder a line, without blanks
    tools/in-tree.sh "$tree" tools/ring-windows.sh "$configuration" $folders
}

# --- Commands --------------------------------------------------------------------------------------------------------

command=${1:-help}
[ $# -eq 0 ] || shift
configuration=Release
ready_to_run=''
fuzz_words=''
if [ "$command" = fuzz ]; then
    fuzz_words=$*
    set --
fi
passed_on='' # options of the programs that measure
while [ $# -gt 0 ]; do
    case $1 in
        -c | --configuration)
            case ${2:-} in
                Release | Debug) configuration=$2 ;;
                *) fail "$1 takes Release or Debug" ;;
            esac
            shift
            ;;
        --portable) ready_to_run=false ;;
        --quick | --long | --write) passed_on="$passed_on $1" ;;
        --seed)
            case ${2:-} in
                '' | *[!0-9]*) fail "$1 takes a number" ;;
            esac
            passed_on="$passed_on $1 $2"
            shift
            ;;
        *) fail "unknown option '$1' (./build.sh help)" ;;
    esac
    shift
done
[ -z "$ready_to_run" ] || [ "$command" = package ] || fail '--portable belongs to package'
case $command in
    bench | soak) ;;
    *) [ -z "$passed_on" ] || fail "$passed_on: an option of bench or soak" ;;
esac

case $command in
    help | -h | --help)
        usage
        exit
        ;;
    demo | test | interop | newest | windows | package | pack | bench | fuzz | soak | clean) ;;
    *) fail "unknown command '$command' (./build.sh help)" ;;
esac

if [ "$command" = clean ]; then
    rm -rf out artifacts src/*/bin src/*/obj tests/*/bin tests/*/obj examples/*/bin examples/*/obj bench/*/bin bench/*/obj build/*/obj
    exit
fi

command -v dotnet >/dev/null || fail 'the .NET SDK 10 is needed: no dotnet on PATH (https://dotnet.microsoft.com/download)'
# .NET tools and built programs look for the runtime here, because the SDK on PATH can be in any folder.
if [ -z "${DOTNET_ROOT:-}" ]; then
    DOTNET_ROOT=$(dotnet --list-runtimes | sed -n 's|^Microsoft\.NETCore\.App .*\[\(.*\)[/\\]shared[/\\].*|\1|p' | tail -n 1)
    [ -z "$DOTNET_ROOT" ] || export DOTNET_ROOT
fi

case $command in
    package)
        package
        tell_left_out
        ;;
    pack)
        find_powershell
        [ -z "$powershell" ] || hand_over Pack
        fail "pack needs a PowerShell: $no_powershell"
        ;;
    bench)
        # shellcheck disable=SC2086 # options are words
        run bench/Bench $passed_on
        ;;
    fuzz)
        build tests/QSslCore.Fuzz
        # shellcheck disable=SC2086 # a target and a number are words
        tools/fuzz.sh "tests/QSslCore.Fuzz/bin/$configuration/net10.0" $fuzz_words
        ;;
    soak)
        # shellcheck disable=SC2086 # options are words
        run tests/QSslCore.Soak $passed_on
        ;;
    demo)
        find_powershell
        [ -z "$powershell" ] || hand_over Demo
        leave_out "the demo in PowerShell (examples/demo.ps1): $no_powershell"
        demo
        tell_left_out
        ;;
    interop)
        find_powershell
        [ -z "$powershell" ] || hand_over Interop
        fail "interop needs a PowerShell: $no_powershell"
        ;;
    newest | windows)
        # Both commands need mounts, namespaces and debootstrap.
        if [ "$(id -u)" -ne 0 ] || [ ! -e /etc/debian_version ]; then
            fail "$command needs root on Debian"
        fi
        "$command"
        ;;
    test)
        find_powershell
        [ -z "$powershell" ] || hand_over Test
        leave_out "the module's own tests (Pester, tests/Pester): $no_powershell"
        leave_out 'the analysis of the scripts (PSScriptAnalyzer) and the examples in PowerShell (examples/*.ps1): the same'
        package
        test_library
        test_portable
        test_soak
        test_examples
        tell_tests
        ;;
esac
