#pragma once

#include "app/flows/revoke.h"
#include "network/http/traffic.h"
#include "network/sandbox/fastlysandbox.h"
#include "network/sandbox/sandbox.h"
#include "tests/flows/relay.h"
#include "tests/support/await.h"

#include <QJsonObject>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

namespace latchkey::test {

using Kind = Error::Kind;
using sandbox::Sandbox;
using sandbox::SandboxOptions;

//! Looks and retries so many times faster; deadlines as ever, since a busy machine must not run into them.
[[nodiscard]] Timing quickTiming(int factor = 100);

[[nodiscard]] SandboxOptions sandboxOf(qint64 tokens, std::vector<sandbox::Fault> faults = {});

//! How an account signs in.
struct Rights
{
    QString key = {}; //!< empty: the superuser's
    const Relay *through = nullptr; //!< null: the bench's own
    int deletesInFlight = 4;
};

//! An account and its session.
struct SignedIn
{
    Account account = {};
    std::shared_ptr<Session> session = {};
};

//! Everything that a flow works with: a sandbox, the wire to it, a journal, a clock and sessions.
class FlowBench
{
public:
    explicit FlowBench(SandboxOptions options = sandboxOf(300), const Timing &timing = quickTiming());

    //! An account of the sandbox's customer, verified.
    [[nodiscard]] SignedIn signIn(const char *name, const Rights &rights = {});
    [[nodiscard]] QString ready(const char *field) const;

    //! Ids of users' tokens that no account of a test signs in with.
    [[nodiscard]] QStringList victims(int count) { return box.fastly().userTokenIds().mid(3, count); }
    //! A plan made now, for these tokens of the account.
    [[nodiscard]] Plan planFor(const SignedIn &who, const QStringList &ids, const QList<Account> &others = {},
                               bool isOwn = false);
    [[nodiscard]] flows::RunTools tools(const QList<SignedIn> &sessions);
    [[nodiscard]] flows::RunEnd start(const Plan &plan, const QList<SignedIn> &sessions, std::stop_token stop = {});
    [[nodiscard]] flows::RunEnd resume(const Run &run, RunResumed::How how, const QList<SignedIn> &sessions,
                                       std::stop_token stop = {});

    //! Somebody else revokes these.
    void revokeByHand(const QStringList &ids);

    //! Every record of the journal, as exported.
    [[nodiscard]] QList<QJsonObject> records();
    //! Those of one kind.
    [[nodiscard]] QList<QJsonObject> records(const char *kind);
    //! The journal's thread stands still until the answer is dropped. Needs a record that was written, or asked for.
    [[nodiscard]] std::shared_ptr<void> holdJournal();
    //! Where the run's end, the journal and the sandbox's ledger tell different stories; empty: nowhere.
    [[nodiscard]] QString contradiction(const Run &run);

    SystemClock clock;
    Timing timing;
    Traffic traffic;
    Sandbox box;
    std::unique_ptr<Relay> relay;
    QTemporaryDir folder;
    std::unique_ptr<JournalWriter> journal;

private:
    [[nodiscard]] QString wrongOutcome(const Run &run);
    [[nodiscard]] QString missingIntent();

    QSet<QString> m_byHand;
};

//! "2 confirmed, 1 refused; open"
[[nodiscard]] QString storyOf(const Run &run);
//! The outcome of one, and its detail: "refused 403 forbidden".
[[nodiscard]] QString endOf(const Run &run, const QString &id);

} // namespace latchkey::test
