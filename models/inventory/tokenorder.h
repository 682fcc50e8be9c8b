#pragma once

#include "models/inventory/tokensnapshot.h"

#include <QCollator>
#include <QLocale>
#include <QObject>

#include <stop_token>
#include <vector>

namespace latchkey {

//! Orders rows by a column. What is not reported comes last in both directions; "never" is later than any time; equal
//! rows stay in the order of their numbers. Texts are compared as the locale does, with numbers in them as numbers.
//! Any thread, one at a time: for the next time it keeps the ranks of names, which take a second for a million rows,
//! and the last order of all rows.
class TokenOrder
{
    Q_GADGET

public:
    enum class Column {
        State,
        Name,
        Kind,
        Provider,
        Account,
        Owner,
        Client,
        Scopes,
        Resources,
        Created,
        LastUsed,
        LastIp,
        Expires,
        Id, //!< compared by bytes
    };
    Q_ENUM(Column)
    static constexpr int Columns = int(Column::Id) + 1;

    explicit TokenOrder(const QLocale &locale = QLocale());

    //! `numbers`: as select() gives them. A stop leaves them in any order, soon.
    void sort(std::vector<quint32> &numbers, const TokenSnapshot &snapshot, Column column, Qt::SortOrder direction,
              qint64 nowMs, const std::stop_token &stop = {});

private:
    //! What the ranks of names depend on: rows are only ever added, and never change their names.
    struct NamesVersion
    {
        quint32 numberEnd = 0;
        qint64 rows = 0;
        friend bool operator==(const NamesVersion &, const NamesVersion &) = default;
    };

    //! The order of all rows of a snapshot.
    struct WholeOrder
    {
        quint64 snapshot = 0; //!< its serial
        Column column = Column::Id;
        Qt::SortOrder direction = Qt::AscendingOrder;
        std::vector<quint32> numbers = {};
    };

    void sortAfresh(std::vector<quint32> &numbers, const TokenSnapshot &snapshot, Column column,
                    Qt::SortOrder direction, qint64 nowMs, const std::stop_token &stop);
    template <typename TextOf>
    [[nodiscard]] std::vector<quint32> ranks(size_t count, TextOf textOf, const std::stop_token &stop) const;
    [[nodiscard]] std::vector<std::vector<quint32>> dictionaryRanks(const TokenSnapshot &snapshot, Column column,
                                                                    const std::stop_token &stop) const;
    void updateNameRanks(const TokenSnapshot &snapshot, const std::stop_token &stop);

    QCollator m_collator;
    NamesVersion m_namesVersion;
    std::vector<quint32> m_nameRanks; //!< by row number
    WholeOrder m_whole;
};

} // namespace latchkey
