#!/usr/bin/env bash
# A first look without any account: starts the sandbox and lists its tokens. Usage: tour.sh FOLDER [OPTIONS of tokens list]
set -euo pipefail
bin=$1
shift
ready=$(mktemp)
trap 'kill "$sandbox" 2>/dev/null; rm -f "$ready"' EXIT
"$bin/latchkey-sandbox" >"$ready" &
sandbox=$!
for _ in $(seq 100); do
    [[ -s $ready ]] && break
    sleep 0.05
done
[[ -s $ready ]] || { printf 'The sandbox did not start.\n' >&2; exit 1; }

# value NAME: a text member of the "fastly" object in the sandbox's line.
value() { sed -n "s/.*\"fastly\":{[^}]*\"$1\":\"\([^\"]*\)\".*/\1/p" "$ready"; }
url=$(value baseUrl)
(($#)) || set -- --filter 'last-used:never expires:never'
printf 'The sandbox serves invented Fastly tokens on %s. Now:\n\n  latchkey tokens list --provider fastly --base-url %s --secret-stdin' "$url" "$url" >&2
printf ' %q' "$@" >&2
printf '\n\n' >&2
value token | "$bin/latchkey" tokens list --provider fastly --base-url "$url" --secret-stdin "$@"
