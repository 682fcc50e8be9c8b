#pragma once

#include "models/inventory/tokentablemodel.h"
#include "ui/tokens/matchcounter.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <utility>

class QStackedWidget;

namespace latchkey {

class Actions;
class Banner;
class ChipBar;
class EmptyState;
class FilterField;
class TokenSelection;
class TokenTableView;
class TokenTitle;

//! The tokens of all accounts or of one: what is loading and how old it is, a banner for what went wrong, the filter,
//! and the table, or why there is nothing in it.
class TokensPage : public QWidget
{
    Q_OBJECT

public:
    //! All must outlive the page. Of `actions`, those that concern the table alone work here, while the page is shown.
    TokensPage(TokenTableModel &model, Actions &actions, const Clock &clock, QWidget *parent = nullptr);

    //! Shows one account, or all of them.
    void setAccount(const std::optional<AccountId> &account);
    //! Above the filter; whoever knows what went wrong speaks through it.
    [[nodiscard]] Banner &banner() { return *m_banner; }

    [[nodiscard]] const TokenSelection &selection() const;
    //! In the order of the table.
    [[nodiscard]] QList<Token> selectedTokens() const;
    //! How many of these are selected.
    [[nodiscard]] qint64 selectedOf(const QList<std::pair<AccountId, TokenId>> &tokens) const;
    //! Selects exactly those that are still listed, as soon as the table is up to date. Where the filter would hide one
    //! of them, the filter is cleared.
    void selectTokens(const QList<std::pair<AccountId, TokenId>> &tokens);
    //! A new one: is selected once it is listed, unless the filter hides it, or several others are selected by then.
    void selectWhenListed(const AccountId &account, const TokenId &token);
    //! The selected one; of several that under the frame of the keyboard; absent: none is selected.
    [[nodiscard]] std::optional<Token> currentToken() const;

    [[nodiscard]] QString filterLine() const;
    void setFilterLine(const QString &line);

    //! To the clipboard: the selected rows with a header, by tabs, the shown columns only. Times are in UTC, since "2
    //! hours ago" is wrong once it is pasted. At most 100,000 rows; a last line says how many are missing.
    void copyRows() const;
    //! To the clipboard: the current cell.
    void copyCell() const;
    //! To the clipboard: the ids of the selected rows, one a line, or of the current one.
    void copyId() const;

    //! Columns, sorting and filter.
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray &state);

Q_SIGNALS:
    void selectionChanged();
    //! Another token is the current one.
    void currentChanged();
    //! A row was opened by double click or Enter.
    void opened();
    void stopLoadingRequested();
    //! Of the button that stands for the sidebar in a narrow window; none: all accounts.
    void accountWanted(const std::optional<latchkey::AccountId> &account);
    void filterChanged(const QString &line);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildLayout();
    void connectActions();
    void updateActions();
    void showMenu(const QPoint &globalPos);
    void showAccounts(const QPoint &globalPos);
    //! Everything that says something about the inventory.
    void updateAll();
    void updateTitle();
    void updateCount();
    void updateBody();
    void updateNarrow();
    void sayNothingMatches();
    void sayNothingCame();
    void sayNoTokens(const AccountStatus &status);
    void askForCounts();
    void takeCounts(const MatchCounter::Counts &counts);
    void selectPending();
    void selectNew();
    //! What is shown of all accounts or of the one that is.
    [[nodiscard]] AccountStatus status() const;
    [[nodiscard]] const AccountPart *shownAccount() const;
    [[nodiscard]] QString copiedText(int row, TokenTableModel::Column column) const;

    TokenTableModel &m_model;
    Actions &m_actions;
    const Clock &m_clock;
    TokenTitle *m_title;
    Banner *m_banner;
    QWidget *m_filters; //!< field and chips
    FilterField *m_filter;
    ChipBar *m_chips;
    QStackedWidget *m_body;
    TokenTableView *m_table;
    EmptyState *m_empty;
    MatchCounter m_counter;
    MatchCounter::Counts m_counts;
    QTimer m_countTimer; //!< the inventory changes many times a second while it loads
    QTimer m_ageTimer; //!< times are relative
    QString m_said; //!< what the empty state says, so that it is not built again and again
    QList<std::pair<AccountId, TokenId>> m_pending; //!< see selectTokens
    std::optional<std::pair<AccountId, TokenId>> m_new; //!< see selectWhenListed
};

} // namespace latchkey
