#pragma once

#include "models/inventory/tokentablemodel.h"

#include <QFutureWatcher>
#include <QHash>
#include <QObject>

#include <stop_token>

namespace latchkey {

//! Counts, in a thread of its own, how many tokens further filters would let pass.
class MatchCounter : public QObject
{
    Q_OBJECT

public:
    using Counts = QHash<QString, qint64>; //!< by filter line

    explicit MatchCounter(QObject *parent = nullptr);
    ~MatchCounter() override;

    //! In the inventory that `model` shows, of the account that it shows; lines that cannot be read are left out. A
    //! newer question replaces the one on its way.
    void count(const TokenTableModel &model, const QStringList &lines, qint64 nowMs);

Q_SIGNALS:
    void counted(const latchkey::MatchCounter::Counts &counts);

private:
    std::stop_source m_stop;
    QFutureWatcher<Counts> m_watcher;
};

} // namespace latchkey
