"""realwindow.py LATCHKEY SANDBOX PICTURE --keys|--bus|--lock: the window as a person uses it, by keys alone or with what
a screen reader can do, and judged by the sandbox's ledger; or with a keychain that is locked and asks for its password.
A failure leaves the picture. Runs inside what realwindow.sh prepares."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import traceback
import urllib.request

import pyatspi
from gi.repository import Atspi, GLib

PATIENCE = 20  # seconds for one thing to happen
ALTOGETHER = 180  # seconds
TOKENS = 5000  # of the account's people; its automation tokens come on top
MOST_TABS = 60  # more than any window has places for the focus
TABLES = (pyatspi.ROLE_TABLE, pyatspi.ROLE_TREE, pyatspi.ROLE_TREE_TABLE, pyatspi.ROLE_LIST)


class Failure(Exception):
    pass


def check(condition, sentence):
    if not condition:
        raise Failure(sentence)


def equal(found, wanted, what):
    check(found == wanted, f"{what}: {found!r} and not {wanted!r}")


def equal_ids(found, wanted, what):
    missing, extra = set(wanted) - set(found), set(found) - set(wanted)
    check(not missing and not extra and len(found) == len(wanted),
          f"{what}: {len(found)} and not {len(wanted)}; missing {sorted(missing)[:5]}, too many {sorted(extra)[:5]}")


def wait_for(what, condition, seconds=PATIENCE):
    """What `condition` gives, once that is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            found = condition()
            if found:
                return found
        except (GLib.Error, NotImplementedError):  # parts come and go while they are looked at
            pass
        time.sleep(0.03)
    raise Failure(f"{what}: not within {seconds} seconds")


class Sandbox:
    """The server, asked directly: what is true whatever the window says."""

    def __init__(self, program):
        self.ledger = pathlib.Path("ledger").absolute()
        self.process = subprocess.Popen([program, "--tokens", str(TOKENS), "--ledger", self.ledger],
                                        stdout=subprocess.PIPE)
        ready = json.loads(self.process.stdout.readline())["fastly"]
        self.url, self.key, self.customer = ready["baseUrl"], ready["token"], ready["customerId"]
        self.person = ready["login"]

    def read(self, path):
        request = urllib.request.Request(self.url + path, headers={"Fastly-Key": self.key})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def tokens(self):
        """Every token by its id."""
        found = {token["id"]: token for token in self.read(f"/customer/{self.customer}/tokens")}
        page, pages = 1, 1
        while page <= pages:
            answer = self.read(f"/automation-tokens?per_page=100&page={page}")
            found.update((token["id"], token) for token in answer["data"])
            page, pages = page + 1, answer["meta"]["total_pages"]
        return found

    def own_token(self):
        return self.read("/tokens/self")["id"]

    def entries(self):
        return [json.loads(line) for line in self.ledger.read_text().splitlines()]

    def revoked(self):
        return [entry["id"] for entry in self.entries() if entry.get("change") == "revoked"]

    def deletions(self):
        return sum(entry.get("request") == "DELETE" for entry in self.entries())


def has(part, state):
    return part is not None and part.get_state_set().contains(state)


def shown_parts(part):
    """A part and all in it that can be seen, but not what is in tables: those may be long."""
    yield part
    if part.getRole() in TABLES:
        return
    for index in range(part.childCount):
        child = part.getChildAtIndex(index)
        if child is not None and has(child, pyatspi.STATE_SHOWING):
            yield from shown_parts(child)


def find(window, role, name):
    """The shown part of this role whose name begins so."""
    return next((part for part in shown_parts(window) if part.getRole() == role and part.name.startswith(name)), None)


def text_with(window, pattern):
    """The shown text in which the pattern is found, once the thousands in it are no longer set apart."""
    texts = (re.sub(r"(?<=\d),(?=\d{3})", "", part.name) for part in shown_parts(window))
    return next((text for text in texts if re.search(pattern, text)), None)


def focused(window):
    """The innermost: what passes the focus on to a part of it says that it has it too."""
    return next((part for part in reversed([*shown_parts(window)]) if has(part, pyatspi.STATE_FOCUSED)), None)


def send_keys(*keys):
    subprocess.run(["xdotool", "key", *keys], check=True, timeout=PATIENCE)


def type_text(text):
    subprocess.run(["xdotool", "type", "--delay", "4", "--file", "-"], input=text.encode(), check=True,
                   timeout=PATIENCE)


def tab_to(window, role, name):
    """By the keyboard alone: Tab, until this has the focus."""
    passed = []
    now = focused(window)
    while len(passed) < MOST_TABS:
        if now and now.getRole() == role and now.name.startswith(name):
            return now
        passed.append(f"{now.getRoleName()} {now.name}" if now else "what the bus does not tell")
        before = now
        send_keys("Tab")
        now, = wait_for(f"Tab goes on from {passed[-1]}", lambda: (after := focused(window)) != before and [after])
    raise Failure(f"Tab does not reach {name}, but {', '.join(dict.fromkeys(passed))}")


def enter(window, name, text):
    """Types it in the place of what is there."""
    field = tab_to(window, pyatspi.ROLE_TEXT, name)
    send_keys("ctrl+a")
    type_text(text)
    wait_for(f"{name} holds what was typed", lambda: field.queryText().getText(0, -1) == text)


class Latchkey:
    """A start of the program, its window, and what can be done there: by keys alone, or as far as it goes by what the
    accessibility bus offers to be done."""

    def __init__(self, program, by_keys):
        self.program = program
        self.by_keys = by_keys
        self.log = open("latchkey.log", "ab")
        self.app = None
        self.process = self.start()

    def wait_until_open(self, sandbox):
        self.app = wait_for("the program is on the accessibility bus", self.on_bus)
        self.window = wait_for("the window is there", lambda: find(self.app, pyatspi.ROLE_FRAME, "Latchkey"))
        wait_for("the window has the keyboard", lambda: has(self.window, pyatspi.STATE_ACTIVE))
        for kind in ("cmdline", "environ"):
            held = pathlib.Path(f"/proc/{self.process.pid}/{kind}").read_bytes()
            check(sandbox.key.encode() not in held, f"the key is in the program's {kind}")

    def start(self):
        return subprocess.Popen([self.program], stdout=self.log, stderr=self.log,
                                env=dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1"))

    def on_bus(self):
        desktop = pyatspi.Registry.getDesktop(0)
        desktop.setCacheMask(Atspi.Cache.NONE)  # nobody listens to events here: ask anew each time
        return next((app for app in desktop if app and app.get_process_id() == self.process.pid), None)

    def dialog(self, title):
        dialog = wait_for(f"the dialog {title}", lambda: find(self.app, pyatspi.ROLE_DIALOG, title))
        wait_for(f"{title} has the keyboard", lambda: has(dialog, pyatspi.STATE_ACTIVE))
        return dialog

    def wait_until_gone(self, title):
        wait_for(f"the dialog {title} goes", lambda: not find(self.app, pyatspi.ROLE_DIALOG, title))
        wait_for("the window has the keyboard again", lambda: has(self.window, pyatspi.STATE_ACTIVE))

    def wait_for_text(self, pattern):
        return wait_for(f"a text with {pattern}", lambda: text_with(self.window, pattern))

    def table(self):
        part = wait_for("the table", lambda: find(self.window, pyatspi.ROLE_TABLE, "Tokens"))
        return part.queryTable()

    def wait_for_rows(self, count):
        wait_for(f"{count} rows", lambda: self.table().nRows == count, 2 * PATIENCE)

    def select_all(self, count):
        tab_to(self.window, pyatspi.ROLE_TABLE, "Tokens")
        send_keys("ctrl+a")
        self.wait_for_selection(count)

    def wait_for_selection(self, count):
        wait_for(f"{count} rows are selected", lambda: self.table().nSelectedRows == count)
        self.wait_for_text(rf"^{count} selected$")

    def press(self, window, name):
        button = wait_for(f"the button {name}", lambda: find(window, pyatspi.ROLE_PUSH_BUTTON, name))
        wait_for(f"{name} can be pressed", lambda: has(button, pyatspi.STATE_SENSITIVE))
        if self.by_keys:
            tab_to(window, pyatspi.ROLE_PUSH_BUTTON, name)
            send_keys("space")
            return
        action = button.queryAction()
        action.doAction([action.getName(index) for index in range(action.nActions)].index("Press"))

    def fill(self, window, role, name, text):
        field = tab_to(window, role, name)
        if self.by_keys:
            type_text(text)
        else:
            field.queryEditableText().setTextContents(text)
        wait_for(f"{name} is filled", lambda: field.queryText().characterCount == len(text))
        return field

    def revoke_selected(self, count):
        """From the selection to the outbox."""
        wait_for("tokens can be revoked", lambda: has(find(self.window, pyatspi.ROLE_PUSH_BUTTON, f"Revoke {count}"),
                                                      pyatspi.STATE_SENSITIVE))
        if self.by_keys:
            send_keys("Delete")
        else:
            self.press(self.window, f"Revoke {count}")
        dialog = self.dialog("Revoke tokens")
        button = find(dialog, pyatspi.ROLE_PUSH_BUTTON, "Revoke ")
        equal(button.name, f"Revoke {count} tokens", "what the button does")
        check(not has(button, pyatspi.STATE_SENSITIVE), "it can be pressed before the count is typed")
        field = self.fill(dialog, pyatspi.ROLE_TEXT, "Type the count", str(count))
        wait_for("the count is accepted", lambda: has(button, pyatspi.STATE_SENSITIVE))
        send_keys("Return")
        send_keys("Tab")
        wait_for("Enter stayed in the field, and Tab goes on", lambda: not has(field, pyatspi.STATE_FOCUSED))
        check(has(button, pyatspi.STATE_SENSITIVE), "Enter did something to the plan")
        self.press(dialog, button.name)
        self.wait_until_gone("Revoke tokens")

    def undo(self):
        if self.by_keys:
            send_keys("ctrl+z")
        else:
            self.press(self.window, "Undo")

    def quit(self):
        send_keys("ctrl+q")
        equal(self.process.wait(PATIENCE), 0, "the exit status")
        self.log.close()

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def set_outbox(seconds):
    file = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "latchkey", "window.ini")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = file.read_text() if file.exists() else "[revoke]\noutboxSeconds=0\n"
    file.write_text(re.sub(r"outboxSeconds=\d+", f"outboxSeconds={seconds}", before))


def add_the_account(latchkey, sandbox):
    latchkey.press(latchkey.window, "Add account")
    dialog = latchkey.dialog("Accounts")
    enter(dialog, "Label", "stage-cdn")
    environment = tab_to(dialog, pyatspi.ROLE_COMBO_BOX, "production")  # Qt names these by what is chosen
    type_text("st")
    wait_for("the environment is staging", lambda: environment.name == "staging")
    enter(dialog, "Base URL", sandbox.url)
    key = latchkey.fill(dialog, pyatspi.ROLE_PASSWORD_TEXT, "Key", sandbox.key)
    check(sandbox.key not in key.queryText().getText(0, -1) + key.name, "the bus tells the key")

    latchkey.press(dialog, "Test")
    wait_for("the test tells the own token", lambda: text_with(dialog, "^The app's own token is known$"))
    check(text_with(dialog, re.escape(sandbox.person)), "the test does not say whose key this is")
    check(text_with(dialog, "^stage-cdn$"), "the dialog does not name the account")
    latchkey.press(dialog, "Save")
    wait_for("the account is saved", lambda: not has(find(dialog, pyatspi.ROLE_PUSH_BUTTON, "Save"),
                                                     pyatspi.STATE_SENSITIVE))
    wait_for("nothing is unsaved", lambda: not text_with(dialog, "not saved yet"))
    latchkey.press(dialog, "Close")
    latchkey.wait_until_gone("Accounts")


def revoke_never_used(latchkey, sandbox):
    tokens = sandbox.tokens()
    own = sandbox.own_token()
    never = {number for number, token in tokens.items() if token["last_used_at"] is None}
    wanted = never - {own}
    check(len(wanted) > 100 and own in tokens, "the sandbox has too little to choose from")
    latchkey.wait_for_rows(len(tokens))
    latchkey.wait_for_text(rf"^{len(tokens)} shown of {len(tokens)}$")

    send_keys("ctrl+f")
    wait_for("the filter has the focus", lambda: (part := focused(latchkey.window)) and part.name == "Filter")
    type_text("last-used:never")
    send_keys("Return")
    latchkey.wait_for_rows(len(never))
    latchkey.wait_for_text(rf"^{len(never)} of {len(tokens)}$")
    latchkey.select_all(len(never))
    equal(len(latchkey.table().getSelectedRows()), len(never), "the rows that the bus tells as selected")

    latchkey.revoke_selected(len(wanted))
    latchkey.wait_for_text("^The run is over")
    latchkey.wait_for_text(rf"^{len(wanted)} revoked \(confirmed\)\.$")
    equal_ids(sandbox.revoked(), wanted, "the ledger's revocations")
    equal_ids(sandbox.tokens(), tokens.keys() - wanted, "what lives on at the provider")
    equal(sandbox.own_token(), own, "the own token")
    latchkey.wait_for_text(rf"shown of {len(tokens) - len(wanted)}$")

    send_keys("ctrl+4")
    latchkey.wait_for_text(rf"^{len(wanted)} of {len(wanted)} settled$")
    return wanted


def undo_in_time(latchkey, sandbox, revoked):
    rest = sandbox.tokens()
    deletions = sandbox.deletions()
    send_keys("ctrl+shift+f")
    latchkey.wait_for_rows(len(rest))
    tab_to(latchkey.window, pyatspi.ROLE_TABLE, "Tokens")
    send_keys("End")
    send_keys(*["shift+Up"] * 11)
    latchkey.wait_for_selection(12)
    latchkey.revoke_selected(12)
    latchkey.wait_for_text("^12 tokens of stage-cdn go out")
    latchkey.undo()
    latchkey.wait_for_text("^Taken back. Nothing was sent")
    latchkey.wait_for_text("^Outbox empty$")
    latchkey.quit()
    equal_ids(sandbox.revoked(), revoked, "the ledger's revocations")
    equal(sandbox.deletions(), deletions, "the deletions that were sent")


def start_twice(latchkey):
    shown = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, check=True).stdout
    subprocess.run(["xdotool", "windowminimize", shown.strip()], check=True, timeout=PATIENCE)
    wait_for("the window is away", lambda: not has(latchkey.window, pyatspi.STATE_ACTIVE))
    second = latchkey.start()
    try:
        equal(second.wait(PATIENCE), 0, "the exit status of the second start")
    finally:
        second.kill()
    wait_for("the window is back", lambda: has(latchkey.window, pyatspi.STATE_ACTIVE))
    wait_for("it is the same window", lambda: subprocess.run(["xdotool", "getactivewindow"],
                                                             capture_output=True).stdout == shown)


def lock_the_keychain():
    subprocess.run(["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets",
                    "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock",
                    "array:objpath:/org/freedesktop/secrets/collection/login"], check=True, stdout=subprocess.DEVNULL,
                   timeout=PATIENCE)


def answer_the_prompt(latchkey, *keys):
    """The desktop's own question for the keychain's password: no part of the program, and seen as a window alone."""
    def question():
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "^Unlock .*Keyring$"],
                               capture_output=True, timeout=PATIENCE).stdout.split()
        return found and found[-1]

    latchkey.press(latchkey.window, "Unlock the keychain")
    asked = wait_for("the keychain asks", question)
    wait_for("the question has the keyboard", lambda: subprocess.run(
        ["xdotool", "getwindowfocus"], capture_output=True, timeout=PATIENCE).stdout.strip() == asked)
    send_keys(*keys)
    wait_for("the question goes", lambda: not question())
    wait_for("the window has the keyboard again", lambda: has(latchkey.window, pyatspi.STATE_ACTIVE))


def unlock_by_prompt(latchkey, sandbox):
    tokens = sandbox.tokens()
    latchkey.wait_for_text("^The keychain is locked")
    answer_the_prompt(latchkey, "Escape")
    latchkey.wait_for_text("^The keychain stays locked")

    answer_the_prompt(latchkey, "p", "w", "Return")
    latchkey.wait_for_rows(len(tokens))
    latchkey.wait_for_text(rf"^{len(tokens)} shown of {len(tokens)}$")
    check(not text_with(latchkey.window, "^The keychain .* locked"), "it still says that the keychain is locked")
    latchkey.quit()


def look_for_key(sandbox):
    """In whatever was written."""
    files = [path for path in pathlib.Path(os.environ["HOME"]).rglob("*") if path.is_file()]
    check(any(path.name == "window.ini" for path in files), "the program's files are not where they are looked for")
    for path in files:
        check(sandbox.key.encode() not in path.read_bytes(), f"the key is in {path.name}")


def tell_what_is_shown(latchkey, picture):
    if os.access("/usr/bin/import", os.X_OK):
        subprocess.run(["/usr/bin/import", "-window", "root", picture], timeout=PATIENCE)
        print(f"The display, as it was: {picture}", file=sys.stderr)
    for part in shown_parts(latchkey.app) if latchkey.app else ():
        if part.name:
            print(f"    {part.getRoleName()}: {part.name}", file=sys.stderr)


def stop(*_):
    raise Failure(f"all of it: not within {ALTOGETHER} seconds")


def main():
    signal.signal(signal.SIGALRM, stop)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.alarm(ALTOGETHER)
    program, server, picture, means = sys.argv[1:]
    sandbox = Sandbox(server)
    latchkey = None
    began = time.monotonic()

    def step(name, *arguments):
        result = name(*arguments)
        print(f"{time.monotonic() - began:5.1f} s  {name.__name__.replace('_', ' ')}", flush=True)
        return result

    def restart(outbox):
        set_outbox(outbox)
        opened = Latchkey(program, means == "--keys")
        opened.wait_until_open(sandbox)
        return opened

    try:
        latchkey = restart(outbox=2)
        step(add_the_account, latchkey, sandbox)
        if means == "--lock":
            latchkey.quit()
            lock_the_keychain()
            latchkey = restart(outbox=2)
            step(unlock_by_prompt, latchkey, sandbox)
        else:
            revoked = step(revoke_never_used, latchkey, sandbox)
            latchkey.quit()
            latchkey = restart(outbox=30)
            step(start_twice, latchkey)
            step(undo_in_time, latchkey, sandbox, revoked)
        step(look_for_key, sandbox)
    except Exception as trouble:
        if not isinstance(trouble, Failure):
            traceback.print_exc()
        print(f"FAILED: {trouble}".replace(sandbox.key, "(the key)"), file=sys.stderr)
        if latchkey:
            tell_what_is_shown(latchkey, picture)
        print(pathlib.Path("latchkey.log").read_text().replace(sandbox.key, "(the key)"), file=sys.stderr)
        return 1
    finally:
        sandbox.process.kill()
        if latchkey:
            latchkey.end()
    return 0


sys.exit(main())
