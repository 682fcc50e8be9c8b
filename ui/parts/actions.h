#pragma once

#include <QList>
#include <QObject>

class QAction;

namespace latchkey {

//! Every action of the window, once: menu, toolbar, context menus, shortcuts and the command palette share it. Who owns
//! the data connects triggered() and keeps the action enabled; a disabled one says why (disable()).
class Actions : public QObject
{
    Q_OBJECT
public:
    explicit Actions(QObject *parent = nullptr);

    // File
    QAction *refresh, *stopLoading, *openPlan, *exportRows, *quit;
    // Edit
    QAction *undoOutbox, *copyRows, *copyCell, *copyId, *selectAll, *invertSelection, *clearSelection, *find,
        *clearFilter;
    // View
    QAction *showTokens, *showPeople, *showActivity, *showRuns, *toggleSidebar, *toggleInspector, *chooseColumns,
        *comfortableRows, *lookSystem, *lookLight, *lookDark;
    // Accounts
    QAction *addAccount, *manageAccounts, *allowChanges, *unlockKeychain, *lookAgain, *sessionOnly, *startDemo,
        *settings;
    // Tokens
    QAction *newToken, *updateToken, *updateByValue, *revoke, *revokeByValue, *revokeOwn, *showAnswer, *showValue,
        *idleTimeout;
    // People
    QAction *revokePerson, *endSessions, *joinPeople, *separatePeople, *showTheirTokens, *revokeClient, *disableClient;
    // Runs
    QAction *incidentMode, *sendNow, *pauseRun, *stopRun, *verifyRun, *continueRun, *closeRun, *exportReceipt,
        *selectRest;
    // Help
    QAction *palette, *shortcuts, *diagnostics, *about;

    //! All of them, in the order of the menus.
    [[nodiscard]] QList<QAction *> all() const { return m_all; }

    //! With the reason in the tool tip; enable() takes it back.
    static void disable(QAction *action, const QString &why);
    static void enable(QAction *action);
    //! Enables it, or says why not.
    static void allow(QAction *action, bool isAllowed, const QString &whyNot);

private:
    QAction *make(const char *name, const QString &text, const char *iconName = "", const char *themeName = "");

    QList<QAction *> m_all;
};

} // namespace latchkey
