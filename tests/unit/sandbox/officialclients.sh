#!/bin/bash
# The official clients, unchanged, against a real latchkey-sandbox: the JavaScript clients and Fastly's command line.
# Usage: officialclients.sh <latchkey-sandbox> [<folder that already has all clients in node_modules>]
# Needs node, npm and its registry (not with the second argument). Prints "N passed, N failed"; fails if any did.
set -u
sandbox=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

if [ $# -gt 1 ]; then
    modules=$(realpath "$2")/node_modules
else
    npm install --silent --no-audit --no-fund --prefix "$work" fastly@13 @fastly/cli-linux-x64@16 \
        @authlete/typescript-sdk@0.0.3-beta @knetik/knetikcloud-sdk@3.0.10 \
        purecloud-platform-client-v2@262 >"$work/npm.log" 2>&1 || {
        echo "The clients could not be installed:"
        tail -5 "$work/npm.log"
        exit 1
    }
    modules=$work/node_modules
fi
cli=$modules/@fastly/cli-linux-x64/fastly

passed=0
failed=0
# result <what> <0 if right>: counts it.
result()
{
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
        echo "ok      cli: $1"
    else
        failed=$((failed + 1))
        echo "FAILED  cli: $1"
        sed 's/^/        /' "$work/output" 2>/dev/null | tail -8
    fi
}

# start: a fresh sandbox; its ready line is in $work/ready.json.
start()
{
    [ -n "$server" ] && kill "$server" && wait "$server"
    "$sandbox" --ledger "$work/ledger.jsonl" >"$work/ready.json" &
    server=$!
    for _ in $(seq 100); do
        [ -s "$work/ready.json" ] && return
        sleep 0.05
    done
    echo "The sandbox did not start."
    exit 1
}

# ready <key>: a value of the ready line.
ready()
{
    node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).fastly[process.argv[2]]' "$work/ready.json" "$1"
}

# run <arguments>: the command line client; both of its outputs are in $work/output.
run()
{
    env -i PATH="$PATH" HOME="$work/home" FASTLY_API_ENDPOINT="$(ready baseUrl)" FASTLY_ACCOUNT_ENDPOINT="$(ready baseUrl)" \
        FASTLY_API_TOKEN="${key:-$(ready token)}" "$cli" "$@" --non-interactive >"$work/output" 2>&1
}

# says <text>: whether the last output has it.
says() { grep -qF -- "$1" "$work/output"; }

# revoked <text> = <count>: whether the ledger has that many revocations with the text.
revoked() { [ "$(grep -F '"change":"revoked"' "$work/ledger.jsonl" | grep -cF -- "$1")" = "$3" ]; }

mkdir -p "$work/home"
for script in "$here"/officialclients*.js; do
    start
    NODE_PATH=$modules node "$script" <"$work/ready.json" >"$work/js"
    cat "$work/js"
    passed=$((passed + $(grep -c '^ok ' "$work/js")))
    failed=$((failed + $(grep -c '^FAILED ' "$work/js")))
    [ -s "$work/js" ] || failed=$((failed + 1))
done

start
run whoami && says "$(ready login)"
result "whoami names the login" $?
run auth-token describe && says "Name: Latchkey admin"
result "describes the current token" $?
run auth-token list && says "Latchkey admin" && [ "$(wc -l <"$work/output")" -lt 200 ]
result "lists own tokens" $?
run auth-token list --customer-id="$(ready customerId)" --json
sed -n '/^\[/,$p' "$work/output" | grep -v DEPRECATED >"$work/all.json"
node -e 'const rows = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    if (rows.length !== 5000) process.exit(1);
    for (const row of rows.slice(300, 304)) console.log(row.TokenID);' "$work/all.json" >"$work/ids"
result "lists the 5000 tokens of the customer" $?

run auth-token create --password=wrong --name=refused
[ $? -ne 0 ] && says "401"
result "is refused a creation with a wrong password" $?
run auth-token create --password="$(ready password)" --name="from the command line" --expires=2035-07-28T19:24:50Z \
    --scope=purge_all --scope=global:read && says "scope: purge_all global:read" && says "2035-07-28"
result "creates a token with a password" $?

one=$(tail -1 "$work/ids")
sed -i '$d' "$work/ids"
run auth-token delete --id="$one" && revoked "\"$one\"" = 1
result "revokes a token by id" $?
run auth-token delete --id="$one"
[ $? -ne 0 ] && says "404"
result "is told that it is gone" $?
run auth revoke --id="$one" && says "already revoked"
result "takes 404 for already revoked" $?
run auth-token delete --file="$work/ids" && revoked fastly.bulkRevoke = 3
result "revokes three tokens in one call" $?
run auth-token delete --current && says "Deleted current token"
result "revokes the current token" $?
run auth-token describe
[ $? -ne 0 ] && says "403"
result "is refused with the revoked key" $?
key=$(ready expiredToken) run auth-token describe
[ $? -ne 0 ] && says "401"
result "is refused with the expired key" $?

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
