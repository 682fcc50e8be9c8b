#pragma once

#include "app/app.h"
#include "app/window/creating.h"
#include "app/window/loading.h"
#include "app/window/managing.h"
#include "app/window/revoking.h"
#include "app/window/sessions.h"
#include "app/window/settings.h"
#include "app/window/tasks.h"
#include "ui/mainwindow.h"
#include "ui/parts/banner.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace latchkey {

//! The window and all that is behind it: makes the parts, connects what they ask for to the flows, and tells the window
//! how things stand. GUI thread; needs a QApplication.
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
    struct BannerText
    {
        Banner::Tone tone = Banner::Tone::Info;
        QString fact = {}; //!< empty: no banner
        QString reason = {};
        QList<QAction *> actions = {};
        bool isDismissable = false;

        friend bool operator==(const BannerText &, const BannerText &) = default;
    };

    void connectActions();
    void connectParts();
    void takeAccounts();
    void restore();
    void remember();
    void chooseAccount(const std::optional<AccountId> &account);
    void refresh();
    void showSelection();
    void showStatus();
    void showBanner();
    [[nodiscard]] BannerText bannerText() const;
    [[nodiscard]] std::vector<std::shared_ptr<const AccountPart>> partsIn(AccountStatus::State state) const;
    void say(const QString &fact, const QString &reason);
    void revokeSelected();
    void revokeOwn();
    void openPlan();
    void exportRows();
    void saveDiagnostics();
    void askToLeave();
    void setLook(Appearance appearance);
    void readJournal();
    void readLines(const std::function<void(const QList<QByteArray> &lines)> &use);
    void exportJournal();
    void showHistory(const Token &token);
    QCoro::Task<> showAnswer(Token token);

    App &m_app;
    Settings m_settings;
    Tasks m_tasks;
    Sessions m_sessions;
    TokenTable m_table;
    TokenTableModel m_tokens;
    AccountsModel m_accounts;
    Actions m_actions;
    MainWindow m_window;
    Loading m_loading;
    Revoking m_revoking;
    Creating m_creating;
    Managing m_managing;
    QTimer m_showTimer; //!< what follows the inventory is shown at most ten times a second
    std::optional<AccountId> m_account; //!< the chosen one
    QString m_saidFact;
    QString m_saidReason;
    BannerText m_bannerText; //!< as it is shown
    bool m_isOpenRunSeen = false; //!< somebody closed the message about it
    bool m_isLeaving = false;
};

} // namespace latchkey
