#pragma once

#include "models/inventory/rowtransition.h"
#include "models/inventory/tokenfilter.h"
#include "models/inventory/tokenorder.h"
#include "models/inventory/tokentable.h"

#include <QAbstractTableModel>
#include <QFutureWatcher>
#include <QThreadPool>

#include <stop_token>

namespace latchkey {

//! The inventory as a table: the rows that the filter lets pass, in the order that was asked for. Filtering and
//! ordering happen in a thread of their own; what is shown changes when they are done, in steps that keep selections. A
//! newer filter or order stops the one on its way. Nothing here ever starts a request.
class TokenTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using Column = TokenOrder::Column;

    enum Role {
        MomentRole = Qt::UserRole + 1, //!< Moment of a time column
        TokenIdRole, //!< TokenId
        AccountIdRole, //!< AccountId
        TokenKindRole, //!< TokenKind
        TokenStateRole, //!< TokenState, as of now
        EnvironmentRole, //!< Environment of the account
        IsOwnRole, //!< bool: some account of this app signs in with it
        IsStaleRole, //!< bool: not confirmed by the last load
        IsDuplicatedRole, //!< bool: its id came more than once
        IsActionableRole, //!< bool: see Token::isActionable
        IsReportedRole, //!< bool: the provider reports this cell at all
        IsSoonRole, //!< bool: see expiresSoon()
        AccountColourRole, //!< QString: "#1b62ae"; empty: none chosen
    };
    Q_ENUM(Role)

    //! Both must outlive the model.
    TokenTableModel(TokenTable &table, const Clock &clock, const QLocale &locale = QLocale(),
                    QObject *parent = nullptr);
    ~TokenTableModel() override;

    void setFilter(const TokenFilter &filter);
    [[nodiscard]] const TokenFilter &filter() const { return m_query.filter; }
    //! Shows one account alone, besides what the filter says; none: all of them.
    void setAccount(const std::optional<AccountId> &account);
    [[nodiscard]] const std::optional<AccountId> &account() const { return m_query.account; }
    //! Column -1: in the order of arrival.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

    //! Nothing is on its way: what is shown is the newest inventory by the newest filter and order.
    [[nodiscard]] bool isSettled() const { return !m_isRunning; }
    //! What the shown rows are numbers of: totals, accounts and their states.
    [[nodiscard]] const TokenSnapshot &snapshot() const { return *m_snapshot; }
    //! The same, for another thread.
    [[nodiscard]] std::shared_ptr<const TokenSnapshot> sharedSnapshot() const { return m_snapshot; }
    //! Numbers of the shown rows in the snapshot, from the top.
    [[nodiscard]] const std::vector<quint32> &shownNumbers() const { return m_shown; }
    [[nodiscard]] InventoryRow row(int row) const { return m_snapshot->row(m_shown[size_t(row)]); }
    //! What Qt::DisplayRole shows; absent: not reported.
    [[nodiscard]] std::optional<QString> text(const InventoryRow &row, Column column) const;
    [[nodiscard]] Token token(int row) const;
    //! The row's first cell; invalid where it is not shown.
    [[nodiscard]] QModelIndex indexOf(const AccountId &account, const TokenId &id) const;

Q_SIGNALS:
    //! All steps to newer rows are done. What was remembered by number before needs `before`: a row that has another
    //! number now has the same id.
    void advanced(const latchkey::TokenSnapshot &before);
    //! isSettled() became true.
    void settled();

private:
    struct Query
    {
        std::shared_ptr<const TokenSnapshot> snapshot = {};
        TokenFilter filter = {};
        std::optional<AccountId> account = {};
        std::optional<Column> column = {};
        Qt::SortOrder direction = Qt::AscendingOrder;
        qint64 nowMs = 0;
    };
    struct Answer
    {
        std::shared_ptr<const TokenSnapshot> snapshot = {}; //!< null: stopped
        RowTransition transition = {};
    };

    //! What is asked for changed: what is on its way is worthless.
    void ask();
    //! The inventory changed: what is on its way is still worth showing.
    void askAgain();
    void start();
    void finish();
    [[nodiscard]] Answer answer(const Query &query, const std::vector<quint32> &shown, const std::stop_token &stop);
    void apply(Answer answer);
    void relayout(std::vector<quint32> numbers);
    [[nodiscard]] std::optional<QString> text(Moment moment) const;
    [[nodiscard]] static std::optional<QString> kindText(TokenKind kind);
    [[nodiscard]] static std::optional<QString> stateText(TokenState state);

    TokenTable &m_table;
    const Clock &m_clock;
    const QLocale m_locale;
    std::shared_ptr<const TokenSnapshot> m_snapshot;
    std::vector<quint32> m_shown;

    Query m_query; //!< the newest; its snapshot and time are set when it starts
    TokenOrder m_order; //!< the worker's
    QThreadPool m_worker;
    QFutureWatcher<Answer> m_watcher;
    std::stop_source m_stop;
    bool m_isRunning = false;
    bool m_isOutdated = false; //!< start again when the worker is done
};

} // namespace latchkey
