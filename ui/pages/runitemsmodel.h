#pragma once

#include "models/revocation/run.h"
#include "network/domain/account.h"
#include "network/domain/clock.h"

#include <QAbstractTableModel>

#include <vector>

namespace latchkey {

//! The items of one run in words: what is not done above what is.
class RunItemsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Outcome, Account, Item, Owner, Detail };
    Q_ENUM(Column)
    //! Which rows are shown.
    enum class Show { All, NotDone, Refused, Unknown };
    Q_ENUM(Show)

    //! The clock must outlive the model.
    explicit RunItemsModel(const Clock &clock, QObject *parent = nullptr);

    //! Starts over with another run.
    void setRun(const Run &run);
    //! The same run went on: `rows` of its items changed. They keep their places until arrange().
    void update(const Run &run, const QList<qsizetype> &rows);
    //! Puts every row where it now belongs.
    void arrange();
    void setAccounts(const QList<Account> &accounts);
    //! Whether the run goes on right now.
    void setAtWork(bool isAtWork);
    //! Accounts that wait, and until when (UTC ms).
    void setWaits(const QHash<AccountId, qint64> &waits);
    void setShown(Show show);
    //! Rows whose texts hold this, in any case. Empty: all.
    void setFind(const QString &text);

    [[nodiscard]] const QList<RunItem> &items() const { return m_items; }
    //! How many rows there would be, without regard to the text that is looked for.
    [[nodiscard]] int countOf(Show show) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] std::vector<int> wanted() const;
    void show(std::vector<int> items);
    [[nodiscard]] QString text(int item, Column column) const;
    [[nodiscard]] QString detail(const RunItem &item) const;
    [[nodiscard]] QString openDetail(const RunItem &item) const;
    void touchDetails();

    const Clock &m_clock;
    QList<RunItem> m_items; //!< our own: the flow's run would be copied with every change
    QHash<AccountId, Account> m_accounts;
    QHash<AccountId, Environment> m_environments; //!< as planned
    QHash<AccountId, qint64> m_waits;
    bool m_isAtWork = false;
    Show m_show = Show::All;
    QString m_find;
    std::vector<int> m_shown; //!< places in m_items
    std::vector<int> m_rows; //!< beside m_items: the shown row, -1: not shown
};

//! Something is left to do, or to settle.
[[nodiscard]] bool isNotDone(const RunItem &item);
//! "queued", "sent", or the outcome's words.
[[nodiscard]] QString standingText(const RunItem &item);

} // namespace latchkey
