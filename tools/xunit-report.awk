# Reads an xunit v3 XML report. Prints "skip<TAB>name<TAB>reason" for each test that did not run,
# "fail<TAB>name<TAB>message" for each failure, then "total<TAB>passed<TAB>failed<TAB>skipped".
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

function report(kind, text) {
    gsub(/[ \t\r\n]+/, " ", text)
    print kind "\t" test "\t" text
    reason = ""
}

# The text of an element arrives in pieces, because each "<" in it ends a record.
function gather(element) {
    if (index($0, element ">") == 1) reason = decoded(substr($0, length(element) + 2))
    else reason = reason (reason == "" ? "" : "<") $0
}

function gathered() {
    sub(/^!\[CDATA\[/, "", reason); sub(/\]\]>[ \t\r\n]*$/, "", reason)
    return reason
}

/^assembly / {
    passed += attribute("passed")
    failed += attribute("failed") + attribute("errors")
    skipped += attribute("skipped") + attribute("not-run")
}
/^test / {
    test = attribute("name"); gsub(/[ \t\r\n]+/, " ", test)
    result = attribute("result")
    if (result == "NotRun") report("skip", "explicit: it runs only when it is asked for by name")
}
/^error / { test = attribute("name") }
/^reason>/, /^\/reason>/ {
    if (!/^\/reason>/) gather("reason")
    else if (result == "Skip") report("skip", gathered())
}
/^message>/, /^\/message>/ {
    if (!/^\/message>/) gather("message")
    else report("fail", gathered())
}

END { printf "total\t%d\t%d\t%d\n", passed, failed, skipped }
