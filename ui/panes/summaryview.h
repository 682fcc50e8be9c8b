#pragma once

#include "models/inventory/tokensummary.h"

#include <QHash>
#include <QScrollArea>

class QVBoxLayout;

namespace latchkey {

class BarRow;

//! What many tokens have in common: a group of bars each for account, owner, scope, last use and expiry.
class SummaryView : public QScrollArea
{
    Q_OBJECT
public:
    explicit SummaryView(QWidget *parent = nullptr);

    //! `colours`: as Account::colour; accounts without one get a bar like the others.
    void showSummary(const TokenSummary &summary, const QHash<AccountId, QString> &colours);

private:
    enum class Look { Plain, Attention, Absent };
    struct Bar
    {
        QString text = {};
        QString toolTip = {}; //!< may be empty
        qint64 count = 0;
        QString colour = {}; //!< empty: none of its own
        Look look = Look::Plain;
    };
    void addGroup(const QString &heading, const QString &note, const QList<Bar> &bars);
    [[nodiscard]] QList<Bar> barsOf(const TokenSummary::Shares &shares, bool namesAccounts) const;
    friend class BarRow;

    QVBoxLayout *m_column;
    QList<BarRow *> m_rows; //!< of all groups
    qint64 m_tokens = 0;
};

} // namespace latchkey
