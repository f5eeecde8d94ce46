# Reads an xunit v3 XML report. Prints "skip<TAB>name<TAB>reason" for each test that did not run,
# then "total<TAB>passed<TAB>failed<TAB>skipped".
# A record is what stands between two '<': the text of an element follows its tag in the same record.

BEGIN { RS = "<" }

function decoded(text) {
    gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&apos;/, "'", text)
    gsub(/&#xA;|&#xD;|&#x9;/, " ", text); gsub(/&amp;/, "\\&", text)
    return text
}

# The leading blank keeps "name" from being found at the end of "type-name".
function attribute(name,    at) {
    at = index($0, " " name "=\"")
    if (at == 0) return ""
    at = substr($0, at + length(name) + 3)
    return decoded(substr(at, 1, index(at, "\"") - 1))
}

function report(text) {
    gsub(/[ \t\r\n]+/, " ", text)
    print "skip\t" test "\t" text
    reason = ""
}

/^assembly / {
    passed += attribute("passed")
    failed += attribute("failed") + attribute("errors")
    skipped += attribute("skipped") + attribute("not-run")
}
/^test / {
    test = attribute("name"); gsub(/[ \t\r\n]+/, " ", test)
    result = attribute("result")
    if (result == "NotRun") report("explicit: it runs only when it is asked for by name")
}
/^reason>/, /^\/reason>/ {
    if (/^\/reason>/) { sub(/^!\[CDATA\[/, "", reason); sub(/\]\]>$/, "", reason); if (result == "Skip") report(reason) }
    else if (/^reason>/) reason = decoded(substr($0, 8))
    else reason = reason (reason == "" ? "" : "<") $0
}

END { printf "total\t%d\t%d\t%d\n", passed, failed, skipped }
