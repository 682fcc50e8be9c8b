#pragma once

#include "ui/pages/activitypage.h"
#include "ui/pages/outboxbar.h"
#include "ui/pages/peoplepage.h"
#include "ui/pages/runspage.h"
#include "ui/panes/inspector.h"
#include "ui/panes/sidebar.h"
#include "ui/parts/actions.h"
#include "ui/tokens/tokenspage.h"

#include <QMainWindow>

class QSplitter;
class QStackedWidget;
class QToolBar;
class QToolButton;

namespace latchkey {

class PlainLabel;

//! The window: sidebar, one page, inspector, outbox and status bar around the same actions. It arranges, and knows
//! nothing of what the parts show.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    using Page = Sidebar::Page;

    //! What the parts read; all outlive the window.
    struct Sources
    {
        TokenTableModel &tokens;
        const AccountsModel &accounts;
        const People &people;
        QHash<ProviderId, QString> providerNames; //!< "Fastly"
        const Clock &clock;
    };
    MainWindow(Actions &actions, const Sources &sources, QWidget *parent = nullptr);

    [[nodiscard]] Sidebar &sidebar() { return *m_sidebar; }
    [[nodiscard]] TokensPage &tokens() { return *m_tokens; }
    [[nodiscard]] Inspector &inspector() { return *m_inspector; }
    [[nodiscard]] PeoplePage &people() { return *m_people; }
    [[nodiscard]] RunsPage &runs() { return *m_runs; }
    [[nodiscard]] ActivityPage &activity() { return *m_activity; }
    [[nodiscard]] OutboxBar &outbox() { return *m_outbox; }
    //! Above every page: a state that people must not forget.
    [[nodiscard]] Banner &stateBanner() { return *m_stateBanner; }
    //! Below it: what some work had to tell.
    [[nodiscard]] Banner &saidBanner() { return *m_saidBanner; }

    void showPage(Page page);
    [[nodiscard]] Page page() const { return m_page; }

    //! Parts of the status bar; an empty text hides its part.
    enum class Status { Selected, Shown, Loading, Trouble, Budget, Outbox };
    void setStatus(Status part, const QString &text);

    //! Sizes of the panes, and which are shown.
    [[nodiscard]] QByteArray layoutState() const;
    void restoreLayout(const QByteArray &state);

Q_SIGNALS:
    void pageShown(latchkey::Sidebar::Page page);
    //! Somebody wants to leave; the window stays until it is closed by close() after allowClose().
    void closeRequested();

public:
    void allowClose() { m_mayClose = true; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeMenus();
    void makeToolBar();
    void makeStatusBar();
    void arrange();
    void offerToRevoke();
    [[nodiscard]] QWidget *widgetOf(Page page) const;

    Actions &m_actions;
    QToolBar *m_toolBar = nullptr;
    QToolButton *m_revokeButton = nullptr;
    QToolButton *m_paletteButton = nullptr;
    QList<QToolButton *> m_foldingButtons; //!< icons alone where there is no room
    QSplitter *m_panes;
    QSplitter *m_content;
    Banner *m_stateBanner;
    Banner *m_saidBanner;
    QStackedWidget *m_pages;
    Sidebar *m_sidebar;
    TokensPage *m_tokens;
    Inspector *m_inspector;
    PeoplePage *m_people;
    RunsPage *m_runs;
    ActivityPage *m_activity;
    OutboxBar *m_outbox;
    QHash<Status, PlainLabel *> m_status;
    Page m_page = Page::Tokens;
    int m_sidebarWidth = 0; //!< before it became a rail
    bool m_mayClose = false;
};

} // namespace latchkey
