#!/usr/bin/env bash
# Formatting, rules that a compiler cannot check, and clazy. Exit status 1 and a list of places when something is wrong.
# Usage: tests/lint.sh [FILE.cpp…]   with files: clazy looks at those alone
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
mkdir -p build

mapfile -t sources < <(git ls-files --cached --others --exclude-standard '*.cpp' '*.h')
wrong=0
fail() { printf '%s\n' "$*" >&2; wrong=1; }

clang-format --dry-run --Werror "${sources[@]}" 2>build/format.log || { grep -E 'error:' build/format.log | head -n 20 >&2; fail 'Run clang-format -i on these files.'; }

# gate WHY PATTERN PATHSPEC…: no line may match.
gate() {
    local why=$1 pattern=$2 hits
    shift 2
    hits=$(git grep -nE --untracked "$pattern" -- "$@" ':!tests/lint.sh' || true)
    [[ -z $hits ]] || fail "$hits"$'\n'"  -> $why"
}
product=('app/*.cpp' 'app/*.h' 'ui/*.cpp' 'ui/*.h' 'models/*.cpp' 'models/*.h' 'network/*.cpp' 'network/*.h')
gate 'certificate errors are never ignored' 'ignoreSslErrors|VerifyNone|QueryPeer' "${product[@]}"
gate 'plaintext storage of secrets is never allowed' 'setInsecureFallback' "${product[@]}"
gate 'future.then with a context asserts in Qt 6.4: use whenDone' '\.then\((this|[a-z]+, *\[)' "${product[@]}"
gate 'g++ 12 destroys a braced aggregate inside co_await twice: name it first' 'co_await[^;]*\{' '*.cpp' '*.h'
gate 'no nested event loops' 'processEvents|QEventLoop|waitForFinished\(\)|QCoro::waitFor' "${product[@]}"
gate 'no blocking sleeps' 'QThread::(m|u)?sleep|sleep_for|usleep' "${product[@]}" ':!network/sandbox'
gate 'write it, or put it into the list of what is left' '\<(TODO|FIXME|XXX|HACK)\>' '*.cpp' '*.h' '*.txt' dev
gate 'the project speaks of itself alone' '(^|[^a-zA-Z.])/work/' ':!LICENSE'
gate 'no provider by name outside its own files: what it can do is data' '"(fastly|authlete|genesys|knetik)' 'app/*.cpp' 'app/*.h' 'ui/*.cpp' 'ui/*.h' 'models/*.cpp' 'models/*.h'
gate 'QCoro 0.8 moves out of a member that is returned bare' 'co_return m_[a-zA-Z]+;' "${product[@]}"
gate 'plain text only: a label or box that may meet provider text must not guess' 'Qt::(RichText|AutoText|MarkdownText)' "${product[@]}"

cmake -DROOT="$PWD" -P tests/layering.cmake >build/layering.log 2>&1 || { cat build/layering.log >&2; wrong=1; }

# clazy reads the compilation database. Tests are left to the compiler: they include moc files, which need a whole build.
cmake --preset lint >build/lint.configure.log 2>&1 || { cat build/lint.configure.log >&2; exit 1; }
(($#)) && units=("$@") || mapfile -t units < <(git ls-files --cached --others --exclude-standard 'app/*.cpp' 'ui/*.cpp' 'models/*.cpp' 'network/*.cpp')
# qstring-ref proposes what Qt 6 no longer has.
printf '%s\0' "${units[@]}" | xargs -0 -n 4 -P "$(nproc)" clazy-standalone -p build/lint \
    --checks=level1,no-qstring-ref --header-filter="^$PWD/(app|ui|models|network)/" \
    --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-everything >build/clazy.log 2>&1 || true
grep -aE '(warning|error):' build/clazy.log | sort -u >build/clazy.found || true
[[ ! -s build/clazy.found ]] || { cat build/clazy.found >&2; fail 'clazy: see above'; }

((wrong == 0)) || exit 1
printf 'lint: %d files, nothing to say\n' "${#sources[@]}"
