#include "ui/parts/actions.h"

#include "ui/style/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>

namespace latchkey {

Actions::Actions(QObject *parent) : QObject(parent)
{
    refresh = make("refresh", tr("&Refresh"), "refresh", "view-refresh");
    refresh->setShortcuts({QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_R)});
    stopLoading = make("stopLoading", tr("&Stop loading"), "stop", "process-stop");
    openPlan = make("openPlan", tr("&Open plan…"), "import", "document-open");
    openPlan->setShortcut(QKeySequence::Open);
    exportRows = make("exportRows", tr("&Export…"), "export", "document-export");
    exportRows->setShortcut(Qt::CTRL | Qt::Key_E);
    quit = make("quit", tr("&Quit"), "", "application-exit");
    quit->setShortcut(Qt::CTRL | Qt::Key_Q);
    quit->setMenuRole(QAction::QuitRole);

    undoOutbox = make("undoOutbox", tr("&Undo"), "undo", "edit-undo");
    undoOutbox->setShortcut(QKeySequence::Undo);
    copyRows = make("copyRows", tr("&Copy rows"), "copy", "edit-copy");
    copyRows->setIconText(tr("Copy"));
    copyRows->setShortcut(QKeySequence::Copy);
    copyCell = make("copyCell", tr("Copy c&ell"));
    copyCell->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    copyId = make("copyId", tr("Copy &id"), "copy");
    selectAll = make("selectAll", tr("Select &all shown"));
    selectAll->setShortcut(QKeySequence::SelectAll);
    invertSelection = make("invertSelection", tr("In&vert selection"));
    invertSelection->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_I);
    clearSelection = make("clearSelection", tr("Select &nothing"));
    clearSelection->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_A);
    find = make("find", tr("&Find…"), "find", "edit-find");
    find->setShortcut(QKeySequence::Find);
    clearFilter = make("clearFilter", tr("Clear fi&lter"), "close");
    clearFilter->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_F);

    showTokens = make("showTokens", tr("&Tokens"), "tokens");
    showTokens->setShortcut(Qt::CTRL | Qt::Key_1);
    showPeople = make("showPeople", tr("&People"), "people");
    showPeople->setShortcut(Qt::CTRL | Qt::Key_2);
    showActivity = make("showActivity", tr("&Activity"), "activity");
    showActivity->setShortcut(Qt::CTRL | Qt::Key_3);
    showRuns = make("showRuns", tr("&Runs"), "runs");
    showRuns->setShortcut(Qt::CTRL | Qt::Key_4);
    toggleSidebar = make("toggleSidebar", tr("Side&bar"), "sidebar");
    toggleSidebar->setShortcut(Qt::Key_F9);
    toggleInspector = make("toggleInspector", tr("&Inspector"), "inspector");
    toggleInspector->setShortcut(Qt::CTRL | Qt::Key_I);
    chooseColumns = make("chooseColumns", tr("&Columns…"));
    comfortableRows = make("comfortableRows", tr("Comf&ortable rows"));
    lookSystem = make("lookSystem", tr("As the &system"));
    lookLight = make("lookLight", tr("&Light"));
    lookDark = make("lookDark", tr("&Dark"));
    auto *looks = new QActionGroup(this);
    for (QAction *look : {lookSystem, lookLight, lookDark}) {
        look->setCheckable(true);
        looks->addAction(look);
    }
    for (QAction *toggle : {toggleSidebar, toggleInspector, comfortableRows})
        toggle->setCheckable(true);

    addAccount = make("addAccount", tr("&Add account…"), "add", "list-add");
    addAccount->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_N);
    manageAccounts = make("manageAccounts", tr("&Manage accounts…"), "settings");
    manageAccounts->setShortcut(Qt::CTRL | Qt::Key_Comma);
    allowChanges = make("allowChanges", tr("Allow &changes for 30 minutes"), "unlock");
    unlockKeychain = make("unlockKeychain", tr("&Unlock the keychain…"), "unlock");
    lookAgain = make("lookAgain", tr("&Look again"), "refresh", "view-refresh");
    sessionOnly = make("sessionOnly", tr("&Work for this session"));
    startDemo = make("startDemo", tr("Start the &demo"), "play");

    settings = make("settings", tr("&Settings…"), "settings");

    newToken = make("newToken", tr("&New token…"), "add", "list-add");
    newToken->setShortcut(QKeySequence::New);
    revoke = make("revoke", tr("&Revoke…"), "revoke");
    revoke->setShortcut(QKeySequence::Delete);
    updateToken = make("updateToken", tr("&Change token…"), "edit");
    updateToken->setShortcut(Qt::Key_F2);
    updateByValue = make("updateByValue", tr("Change a token by its va&lue…"), "edit");
    revokeByValue = make("revokeByValue", tr("Revoke by &value…"), "find");
    showValue = make("showValue", tr("S&how its value…"), "eye");
    idleTimeout = make("idleTimeout", tr("&Idle timeout…"), "clock");
    revokeOwn = make("revokeOwn", tr("Revoke this &app's own token…"), "key");
    showAnswer = make("showAnswer", tr("Provider's answ&er"), "info");

    revokePerson = make("revokePerson", tr("Revoke &all tokens of this person…"), "revoke");
    revokePerson->setIconText(tr("Revoke all tokens…"));
    endSessions = make("endSessions", tr("&End all sessions…"), "sessions");
    joinPeople = make("joinPeople", tr("&Join as one person…"), "people");
    separatePeople = make("separatePeople", tr("&Separate"));
    showTheirTokens = make("showTheirTokens", tr("Show their &tokens"), "tokens");
    revokeClient = make("revokeClient", tr("Re&voke all tokens of this client…"), "revoke");
    revokeClient->setIconText(tr("Revoke all tokens…"));
    disableClient = make("disableClient", tr("&Disable this client…"), "stop");

    incidentMode = make("incidentMode", tr("&Incident mode…"), "warning");
    sendNow = make("sendNow", tr("Send &now"), "play");
    pauseRun = make("pauseRun", tr("&Pause all"), "pause", "media-playback-pause");
    stopRun = make("stopRun", tr("&Stop the run"), "stop", "media-playback-stop");
    verifyRun = make("verifyRun", tr("&Verify only"), "find");
    continueRun = make("continueRun", tr("&Continue the run…"), "play");
    closeRun = make("closeRun", tr("C&lose the run"), "close");
    exportReceipt = make("exportReceipt", tr("&Receipt…"), "export", "document-export");
    selectRest = make("selectRest", tr("Select what is not &done"));

    palette = make("palette", tr("&Find an action…"), "command");
    palette->setShortcut(Qt::CTRL | Qt::Key_K);
    shortcuts = make("shortcuts", tr("&Keyboard shortcuts"), "help");
    shortcuts->setShortcut(Qt::Key_F1);
    diagnostics = make("diagnostics", tr("&Save diagnostics…"), "save");
    about = make("about", tr("&About Latchkey"), "info", "help-about");
    about->setMenuRole(QAction::AboutRole);
}

QAction *Actions::make(const char *name, const QString &text, const char *iconName, const char *themeName)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    if (*iconName != 0)
        action->setIcon(icon(iconName, themeName));
    else if (*themeName != 0)
        action->setIcon(QIcon::fromTheme(QLatin1String(themeName)));
    m_all += action;
    return action;
}

void Actions::disable(QAction *action, const QString &why)
{
    action->setEnabled(false);
    action->setToolTip(why);
    action->setStatusTip(why);
}

void Actions::enable(QAction *action)
{
    action->setEnabled(true);
    action->setToolTip(QString()); // back to the text
    action->setStatusTip(QString());
}

void Actions::allow(QAction *action, bool isAllowed, const QString &whyNot)
{
    isAllowed ? enable(action) : disable(action, whyNot);
}

} // namespace latchkey
