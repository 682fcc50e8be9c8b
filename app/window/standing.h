#pragma once

#include "app/window/availability.h"
#include "app/window/loading.h"
#include "app/window/managing.h"
#include "app/window/notice.h"
#include "app/window/revoking.h"
#include "app/window/sessions.h"
#include "models/people/people.h"
#include "ui/mainwindow.h"

#include <QObject>

#include <optional>

namespace latchkey {

//! How things stand, shown around the pages: the status bar, the banners, and which actions can be had.
//! GUI thread.
class Standing : public QObject
{
    Q_OBJECT
public:
    //! What there is to tell of; all outlive this.
    struct Sources
    {
        App &app;
        const Sessions &sessions;
        const Loading &loading;
        const Revoking &revoking;
        const Managing &managing;
        const TokenTableModel &tokens;
        const People &people;
    };
    Standing(const Sources &sources, Actions &actions, MainWindow &window, QObject *parent = nullptr);

    //! What is told is told of this account; absent: of all.
    void setAccount(const std::optional<AccountId> &account) { m_account = account; }
    //! All of it anew.
    void show();
    //! Something that some work has to tell, until it is closed or forgotten.
    void say(const QString &fact, const QString &reason);
    //! The same of a run, with the way to it. `isDone`: all of it went well.
    void sayOfRun(const QString &fact, const QString &reason, bool isDone);
    //! Other work begins.
    void forgetSaid();

private:
    //! The Runs or the Activity page is in view.
    [[nodiscard]] bool isOnRecords() const;
    void showCounts();
    void showLoads();
    void showBudget();
    void showBanners();
    //! `shown`: what the banner says now.
    static void tell(Banner &banner, Notice &shown, const Notice &text);
    [[nodiscard]] Notice stateNotice() const;
    [[nodiscard]] Notice listNotice() const;
    [[nodiscard]] Situation situation() const;

    Sources m_sources;
    Actions &m_actions;
    MainWindow &m_window;
    std::optional<AccountId> m_account;
    Notice m_said;
    // As they are shown:
    Notice m_shownState;
    Notice m_shownSaid;
    Notice m_shownList;
    bool m_isOpenRunSeen = false; //!< somebody closed the message about it
};

} // namespace latchkey
