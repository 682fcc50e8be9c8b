#!/usr/bin/env bash
# Judges the Debian package: is everything in it, and right? Exit status 1 and a sentence when something is wrong.
# Usage: tests/package.sh [--install] FILE.deb
#   --install   goes on to install it into a fresh Debian 12 root, use it there, and remove it again. The root is thrown away.
set -euo pipefail

fail() { printf 'package: %s\n' "$*" >&2; exit 1; }

expected_files() {
    cat <<'TEXT'
/usr/bin/latchkey
/usr/bin/latchkey-sandbox
/usr/share/applications/latchkey.desktop
/usr/share/bash-completion/completions/latchkey
/usr/share/doc/latchkey/CHANGELOG.md
/usr/share/doc/latchkey/README.md
/usr/share/doc/latchkey/SECURITY.md
/usr/share/doc/latchkey/copyright
/usr/share/icons/hicolor/scalable/apps/latchkey.svg
/usr/share/man/man1/latchkey-sandbox.1
/usr/share/man/man1/latchkey.1
/usr/share/metainfo/org.latchkey.latchkey.metainfo.xml
TEXT
}

# look DEB: what can be seen without installing it.
look() {
    local deb=$1 root=$2 name page program complaints
    for name in libsecret-1-0 libqt6sql6-sqlite ca-certificates libqt6widgets6 libqt6svg6 libqt6keychain1; do
        dpkg-deb --field "$deb" Depends | tr , '\n' | grep -qE "^ *$name( |\$)" || fail "Depends does not name $name"
    done
    dpkg-deb --contents "$deb" | awk '$1 !~ /^(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--)$/ || $2 != "root/root"' | grep . >&2 \
        && fail 'these have an owner or mode that they should not have'

    dpkg-deb --extract "$deb" "$root"
    diff <(expected_files) <(cd "$root" && find . -type f -printf '/%P\n' | LC_ALL=C sort) >&2 || fail 'the files are not those expected (<)'
    complaints=$(desktop-file-validate "$root/usr/share/applications/latchkey.desktop" 2>&1) && [[ -z $complaints ]] \
        || fail "desktop-file-validate objects: $complaints"
    complaints=$(appstreamcli validate --no-net "$root"/usr/share/metainfo/*.xml 2>&1) || fail "appstreamcli objects: $complaints"
    bash -n "$root/usr/share/bash-completion/completions/latchkey" || fail 'bash cannot read the completion'
    for page in "$root"/usr/share/man/man1/*; do
        complaints=$(man --warnings -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
        [[ -z $complaints ]] || fail "man objects to ${page##*/}: $complaints"
    done
    for program in "$root"/usr/bin/*; do
        readelf --dynamic "$program" | grep -E 'R(UN)?PATH' >&2 && fail "${program##*/} looks for libraries where it was built"
        [[ $(file --brief "$program") == *', stripped' ]] || fail "${program##*/} is not stripped"
    done
}

# use VERSION: inside the fresh root, where nothing but the package and its Depends is installed.
use() {
    local version=$1 status=0 path
    local -a as_user=(setpriv --reuid=nobody --regid=nogroup --clear-groups env -i PATH=/usr/bin:/bin HOME=/tmp/home LC_ALL=C.UTF-8)
    install -d -o nobody -g nogroup -m 700 /tmp/home

    [[ $("${as_user[@]}" latchkey --version) == *"$version"* ]] || fail "latchkey --version does not say $version"
    "${as_user[@]}" latchkey --help | grep -q 'revoke' || fail 'latchkey --help does not help'
    "${as_user[@]}" latchkey-sandbox --help | grep -q 'ledger' || fail 'latchkey-sandbox --help does not help'
    "${as_user[@]}" latchkey journal verify || fail 'the journal cannot be opened'
    [[ -s /etc/ssl/certs/ca-certificates.crt ]] || fail 'no certificate authority is known: no provider could be trusted'
    "${as_user[@]}" latchkey && fail 'without a display the window says nothing' || status=$?
    ((status == 2)) || fail "without a display latchkey ends with status $status"
    # Still there after five seconds is what is asked of the window.
    status=0
    "${as_user[@]}" QT_QPA_PLATFORM=offscreen timeout 5 latchkey --demo || status=$?
    ((status == 124)) || fail "latchkey --demo ends by itself, with status $status"

    mapfile -t installed < <(dpkg-query --listfiles latchkey)
    apt-get -qq -y purge latchkey >/dev/null
    for path in "${installed[@]}"; do
        [[ ! -e $path ]] || dpkg-query --search "$path" >/dev/null 2>&1 || fail "$path is left after the removal"
    done
    dpkg-query --status latchkey >/dev/null 2>&1 && fail 'dpkg still knows latchkey after the removal'
    printf 'package: installed, used and removed in a fresh Debian %s\n' "$(cat /etc/debian_version)"
}

if [[ $1 == --inside ]]; then
    use "$2"
    exit
fi
install=no
[[ $1 == --install ]] && { install=yes; shift; }
deb=$(readlink -f "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
look "$deb" "$scratch/root"
printf 'package: %s, nothing to say\n' "${deb##*/}"
[[ $install == yes ]] || exit 0

cp "$deb" "$scratch/latchkey.deb"
cp "${BASH_SOURCE[0]}" "$scratch/judge"
# Depends alone must do: no Recommends. The log is worth reading when something is wrong only.
mmdebstrap --quiet --variant=apt --format=null \
    --customize-hook="copy-in $scratch/latchkey.deb $scratch/judge /tmp" \
    --customize-hook='chroot "$1" apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends /tmp/latchkey.deb >&2' \
    --customize-hook="chroot \"\$1\" bash /tmp/judge --inside $(dpkg-deb --field "$deb" Version)" \
    bookworm /dev/null 2>"$scratch/log" || { tail -n 40 "$scratch/log" >&2; fail 'it does not work in a fresh Debian 12 (see above)'; }
grep '^package: ' "$scratch/log"
