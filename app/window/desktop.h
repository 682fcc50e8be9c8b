#pragma once

#include "app/app.h"
#include "app/window/changing.h"
#include "app/window/creating.h"
#include "app/window/exporting.h"
#include "app/window/history.h"
#include "app/window/loading.h"
#include "app/window/managing.h"
#include "app/window/peoplework.h"
#include "app/window/revoking.h"
#include "app/window/sessions.h"
#include "app/window/settings.h"
#include "app/window/standing.h"
#include "app/window/tasks.h"
#include "ui/mainwindow.h"

#include <QObject>
#include <QTimer>

namespace latchkey {

//! The window and all that is behind it: makes the parts, and connects what they ask for to the work that is done. GUI
//! thread; needs a QApplication.
class Desktop : public QObject
{
    Q_OBJECT
public:
    //! `app` outlives this. `settingsFolder`: where the window remembers itself.
    Desktop(App &app, const QString &settingsFolder, QObject *parent = nullptr);
    ~Desktop() override;

    [[nodiscard]] MainWindow &window() { return m_window; }
    [[nodiscard]] Actions &actions() { return m_actions; }
    [[nodiscard]] Revoking &revoking() { return m_revoking; }

    //! Shows the window and loads every account.
    void start();
    void raise();
    //! Lets what is on its way end, remembers the window, and leaves: ended() follows.
    void leave();

Q_SIGNALS:
    void ended();
    //! Another start of the program, on the sandbox.
    void demoRequested();

private:
    void connectActions();
    void connectParts();
    void takeAccounts();
    void restore();
    void remember();
    void chooseAccount(const std::optional<AccountId> &account);
    void refresh();
    void showSelection();
    void takeSettings();
    void askSettings();
    void askIncident();
    //! For the pages that do not copy by themselves.
    template <typename Copy>
    void copy(Copy copy);
    void revokeSelected();
    void revokeOwn();
    void openPlan();
    void askToLeave();
    void setLook(Appearance appearance);
    QCoro::Task<> showAnswer(Token token);

    App &m_app;
    Settings m_settings;
    Tasks m_tasks;
    Sessions m_sessions;
    TokenTable m_table;
    TokenTableModel m_tokens;
    AccountsModel m_accounts;
    People m_people;
    Actions m_actions;
    MainWindow m_window;
    Loading m_loading;
    Revoking m_revoking;
    Creating m_creating;
    Changing m_changing;
    PeopleWork m_peopleWork;
    Managing m_managing;
    History m_history;
    Exporting m_exporting;
    Standing m_standing;
    QTimer m_refreshTimer; //!< runs where accounts are loaded at an interval
    QTimer m_minuteTimer; //!< budgets run out of date, and permissions end
    quint64 m_peopleSerial = 0; //!< of the inventory that the people were last joined over
    QTimer m_showTimer; //!< what follows the inventory is shown at most ten times a second
    std::optional<AccountId> m_account; //!< the chosen one
    bool m_isLeaving = false;
};

} // namespace latchkey
