#!/bin/bash
# with-keyring.sh COMMAND...: runs it with a home, a session bus and an unlocked GNOME keyring (password "pw") of its
# own, which are gone when it ends. Needs dbus and gnome-keyring. The command can tell by LATCHKEY_WITH_KEYRING.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -m 700 "$folder/run"
export LATCHKEY_WITH_KEYRING=1 HOME=$folder XDG_RUNTIME_DIR=$folder/run
export XDG_CONFIG_HOME=$folder/config XDG_DATA_HOME=$folder/data XDG_CACHE_HOME=$folder/cache
cd "$folder"
# The daemon says that it is ready before it has its name; whoever calls it then starts a second, locked one.
dbus-run-session -- bash -euc '
    printf pw | gnome-keyring-daemon --unlock --components=secrets > /dev/null
    owned="dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner"
    until $owned string:org.freedesktop.secrets | grep -q true; do sleep 0.01; done
    # Its name comes before its methods.
    asked="dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets"
    until $asked org.freedesktop.Secret.Service.ReadAlias string:default > /dev/null 2>&1; do sleep 0.01; done
    exec "$@"' with-keyring "$@"
