#pragma once

#include "models/revocation/run.h"

#include <QHash>

#include <stop_token>

namespace latchkey {

//! One record of the journal, as Journal::exportLines() writes it, with the names that records before it gave to ids.
struct ActivityRecord
{
    qint64 sequence = 0;
    qint64 atMs = 0; //!< UTC
    std::optional<JournalEntry> entry = {}; //!< absent: a kind that this version does not know
    QString kind = {}; //!< the journal's word: "intent"
    QString account = {}; //!< names, or the id where none is known; empty: no account
    QString item = {}; //!< of one item: its name, else its id, of a change the one before; empty: none or many
    qsizetype items = 0; //!< how many it names

    friend bool operator==(const ActivityRecord &, const ActivityRecord &) = default;
};

//! In the order of the lines. A line that is no record is left out. Provider text is cleaned. Any thread.
[[nodiscard]] QList<ActivityRecord> activityRecords(const QList<QByteArray> &lines, const std::stop_token &stop = {});

//! Those that are about this token, in their order: also by the ids that it had before a change gave it another.
[[nodiscard]] QList<ActivityRecord> recordsOf(const QList<ActivityRecord> &records, const AccountId &account,
                                              const TokenId &token);

} // namespace latchkey
