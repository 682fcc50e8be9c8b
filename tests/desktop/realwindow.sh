#!/bin/bash
# realwindow.sh LATCHKEY SANDBOX --keys|--bus|--lock: uses the program as people do, in a real window on a display, with a
# window manager, a session bus, an accessibility bus and a keyring of its own; realwindow.py does the using. What it
# needs and does not find, it names, and ends with 77. A failure leaves a picture of the display in the working folder.
set -eu

if [[ $1 != --inside ]]; then
    launchers=(/usr/libexec/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher)
    missing=()
    for program in Xvfb openbox xdotool dbus-run-session dbus-send \
        dbus-update-activation-environment gnome-keyring-daemon; do
        command -v "$program" > /dev/null || missing+=("$program")
    done
    for launcher in "${launchers[@]}" ''; do [[ -x $launcher ]] && break; done
    [[ $launcher ]] || missing+=(at-spi-bus-launcher)
    [[ -x /usr/libexec/gcr-prompter ]] || missing+=(gcr-prompter)
    /usr/bin/python3 -c 'import pyatspi' 2> /dev/null || missing+=(pyatspi)
    if ((${#missing[@]})); then
        echo "SKIPPED, nothing was tested: this machine lacks ${missing[*]}."
        exit 77
    fi
    here=$(dirname "$(readlink -f "$0")")
    unset "${!QT_@}" "${!LATCHKEY_@}" DISPLAY WAYLAND_DISPLAY XAUTHORITY SESSION_MANAGER DBUS_SESSION_BUS_ADDRESS \
        AT_SPI_BUS_ADDRESS NO_AT_BRIDGE http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
    export LC_ALL=C.UTF-8 TZ=UTC
    exec "$here/../support/with-keyring.sh" "$here/realwindow.sh" --inside "$launcher" "$here" "$PWD" \
        "$(readlink -f "$1")" "$(readlink -f "$2")" "$3"
fi

launcher=$2 here=$3 pictures=$4 latchkey=$5 sandbox=$6 means=$7
trap 'kill $(jobs -p) 2> /dev/null; wait' EXIT

# patiently COMMAND...: until it succeeds, ten seconds at most.
patiently() {
    for ((try = 0; try < 200; ++try)); do
        "$@" > /dev/null 2>&1 && return
        sleep 0.05
    done
    echo "This did not come to work: $*" >&2
    tail -n 5 -- *.log >&2
    return 1
}

Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp -noreset 3> display 2> xvfb.log &
patiently grep -q . display
DISPLAY=:$(< display)
export DISPLAY
openbox > openbox.log 2>&1 &
"$launcher" --launch-immediately > launcher.log 2>&1 &
patiently xdotool get_num_desktops # the window manager has taken over
patiently dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress
# The keychain's own question needs the display. It stays off the accessibility bus: libatspi does not survive its coming
# and going.
NO_AT_BRIDGE=1 dbus-update-activation-environment DISPLAY NO_AT_BRIDGE

/usr/bin/python3 "$here/realwindow.py" "$latchkey" "$sandbox" "$pictures/realwindow.png" "$means"
