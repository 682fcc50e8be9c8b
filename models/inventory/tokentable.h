#pragma once

#include "models/inventory/tokensnapshot.h"
#include "network/domain/clock.h"
#include "network/domain/timing.h"
#include "network/domain/tokensink.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>
#include <vector>

namespace latchkey {

//! A token that some account of this app signs in with, wherever it is listed.
struct OwnToken
{
    ProviderId provider = {};
    QString origin = {}; //!< see originOf
    QString tenant = {}; //!< empty: not known, which protects the token in every tenant
    TokenId id = {};

    friend bool operator==(const OwnToken &, const OwnToken &) = default;
};

//! Where one load of one account pours its rows. A newer load of the account makes this one pour into nothing.
class TokenLoad : public TokenSink
{
public:
    TokenLoad(std::shared_ptr<AccountRows> rows, const Clock &clock);
    //! A load that nobody finished ends as partial, cancelled.
    ~TokenLoad() override;

    void add(const TokenRow &row) override;
    void expect(qint64 total) override;
    //! Once, when no more rows come; any thread. Complete: rows of the account that did not come are gone. Partial or
    //! an error: they stay, and are stale.
    void finish(const Result<Completeness> &end);

private:
    std::shared_ptr<AccountRows> m_rows;
    const Clock &m_clock;
    quint64 m_load = 0;
};

//! The inventory: the tokens of all accounts as columns, filled by parsing threads and read through snapshots.
//! GUI thread, but for its loads and snapshots.
class TokenTable : public QObject
{
    Q_OBJECT

public:
    explicit TokenTable(const Clock &clock, const Timing &timing = {}, QObject *parent = nullptr);
    ~TokenTable() override;

    //! Adds the account, or changes what is shown of it.
    void setAccount(const AccountRow &account);
    //! With all its rows.
    void removeAccount(const AccountId &account);
    //! Of owners and clients that the account's list names by id alone. Replaces what was said before.
    void setOwnerNames(const AccountId &account, const QHash<PersonId, QString> &names);
    void setClientNames(const AccountId &account, const QHash<ClientId, QString> &names);
    void setOwnTokens(const QList<OwnToken> &tokens);

    //! Begins to load the account; until the end its rows from before stay as they are. `clock` must outlive the load.
    [[nodiscard]] std::shared_ptr<TokenLoad> beginLoad(const AccountRow &account);

    //! Everything that has come until now. The same one until something changes.
    [[nodiscard]] std::shared_ptr<const TokenSnapshot> snapshot();

Q_SIGNALS:
    //! snapshot() has something new; during loads at most once in Timing::publish.
    void changed();

private:
    struct Entry
    {
        AccountRow account = {};
        std::shared_ptr<AccountRows> rows = {};
        std::shared_ptr<const ListedNames> ownerNames = {};
        std::shared_ptr<const ListedNames> clientNames = {};
        quint64 edits = 0; //!< of what is not in the rows
        bool hasChanged = true;
        std::shared_ptr<const AccountPart> part = {}; //!< as last published
    };

    [[nodiscard]] Entry *entryOf(const AccountId &account);
    Entry &entryFor(const AccountRow &account);
    [[nodiscard]] std::shared_ptr<const AccountPart> partOf(const Entry &entry) const;
    static void touch(Entry &entry);
    void announce();

    const Clock &m_clock;
    QTimer m_timer; //!< runs while something loads
    std::shared_ptr<std::atomic<quint32>> m_chunkNumbers;
    std::vector<Entry> m_entries;
    QList<OwnToken> m_ownTokens;
    quint64 m_removedEdits = 0;
    std::shared_ptr<const TokenSnapshot> m_snapshot;
    std::shared_ptr<const TokenSnapshot> m_announced;
};

} // namespace latchkey
