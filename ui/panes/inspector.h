#pragma once

#include "models/inventory/tokensummary.h"
#include "network/domain/clock.h"
#include "network/domain/error.h"
#include "network/domain/token.h"

#include <QHash>
#include <QJsonObject>
#include <QWidget>

#include <memory>
#include <stop_token>

class QBoxLayout;
class QListView;
class QPlainTextEdit;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace latchkey {

class AccountBar;
class Actions;
class Badge;
class EmptyState;
class PlainLabel;
class SummaryView;
class TintedHead;
class TokenDetails;

//! Something that happened to a token, as this app knows it.
struct HistoryLine
{
    qint64 atMs = 0; //!< UTC
    QString text = {}; //!< a sentence

    friend bool operator==(const HistoryLine &, const HistoryLine &) = default;
};

//! All about the selected token, or what many selected ones have in common.
class Inspector : public QWidget
{
    Q_OBJECT
public:
    //! The actions and the clock must outlive the inspector.
    Inspector(Actions &actions, const Clock &clock, QWidget *parent = nullptr);
    ~Inspector() override;

    //! For their colours, and Policy::readOnly as it is in force.
    void setAccounts(const QList<Account> &accounts);

    void showNothing();
    //! The same token again keeps the open tab and what was answered.
    void showToken(const Token &token, const AccountRow &account);
    //! Rows of the snapshot. The summary comes a moment later; that of a newer call wins.
    void showMany(std::shared_ptr<const TokenSnapshot> snapshot, std::vector<quint32> numbers);
    //! What the provider says of the token, without secrets, or why it does not. Ignored unless it is
    //! about the token that is shown: two accounts may have the same id.
    void showAnswer(const AccountId &account, const TokenId &id, const Result<QJsonObject> &answer);
    //! Newest first. Likewise.
    void showHistory(const AccountId &account, const TokenId &id, const QList<HistoryLine> &lines);
    //! Opens the tab with the provider's answer.
    void openAnswer();

Q_SIGNALS:
    //! The tab was opened, and the answer about this token is not here yet.
    void answerRequested(const latchkey::Token &token);
    void historyRequested(const latchkey::Token &token);
    void closed();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum Tab { DetailsTab, AnswerTab, HistoryTab };

    void makeHead();
    void makePages();
    void makeTabs();
    void showHead();
    void showDetails();
    [[nodiscard]] bool isShown(const AccountId &account, const TokenId &id) const;
    void requestWhatIsMissing();
    void showOwnNote(const QString &text);
    void showSummary(const TokenSummary &summary);

    Actions &m_actions;
    const Clock &m_clock;
    QHash<AccountId, QString> m_colours;
    QSet<AccountId> m_readOnly;

    TintedHead *m_head;
    QBoxLayout *m_headColumn; //!< texts above buttons, or beside them where there is room
    QBoxLayout *m_titleRow;
    QToolButton *m_close;
    PlainLabel *m_title;
    PlainLabel *m_stateIcon;
    PlainLabel *m_stateText;
    AccountBar *m_accountBar;
    PlainLabel *m_accountName;
    Badge *m_badge;
    QWidget *m_buttons;
    QWidget *m_ownNote;
    PlainLabel *m_ownIcon;
    PlainLabel *m_ownText;

    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QTabWidget *m_tabs;
    TokenDetails *m_details;
    QStackedWidget *m_answerPages;
    EmptyState *m_answerState;
    QPlainTextEdit *m_answer;
    QStackedWidget *m_historyPages;
    EmptyState *m_historyState;
    QListView *m_history;
    SummaryView *m_summary;

    std::optional<Token> m_token;
    AccountRow m_account;
    bool m_hasAnswer = false;
    bool m_hasHistory = false;
    std::stop_source m_stop; //!< of the summary on its way
    quint64 m_request = 0; //!< the newest summary
};

} // namespace latchkey
