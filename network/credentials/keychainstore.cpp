#include "network/credentials/keychainstore.h"

#include "network/async/answer.h"
#include "network/credentials/entry.h"
#include "network/credentials/secretservice.h"

#include <QCoreApplication>
#include <QTimer>

#include <qt6keychain/keychain.h>

#include <QCoroFuture>

#include <functional>

namespace latchkey {

namespace {

QString sentence(const char *text) { return QCoreApplication::translate("Keychain", text); }

QString serviceName() { return QStringLiteral("Latchkey"); }

//! Unique without the service's name too, which Windows ignores.
QString keyOf(const AccountId &account) { return QStringLiteral("latchkey/") + account.value; }

tl::unexpected<Error> locked() { return failure(Error::Kind::KeychainLocked); }

tl::unexpected<Error> failed(const char *text) { return failure(Error::Kind::KeychainFailed, sentence(text)); }

//! The time that one operation has. What was given up must not begin to change anything any more.
class Deadline
{
public:
    Deadline(const Timing &timing, std::function<void()> giveUp) : m_timing(timing)
    {
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this, giveUp = std::move(giveUp)] {
            m_isOver = true;
            giveUp();
        });
        m_timer.start(timing.keychain);
    }

    [[nodiscard]] bool isOver() const { return m_isOver; }
    void waitForPerson() { m_timer.start(m_timing.keychainPrompt); }
    void stop() { m_timer.stop(); }

private:
    Timing m_timing;
    QTimer m_timer;
    bool m_isOver = false;
};
using SharedDeadline = std::shared_ptr<Deadline>;

template <typename T>
QCoro::Task<> settle(QCoro::Task<Result<T>> task, SharedDeadline deadline, std::shared_ptr<Answer<T>> answer)
{
    Result<T> result = co_await task;
    deadline->stop();
    answer->deliver(std::move(result)); // too late: ignored
}

//! Runs `operation(deadline)`. It owns all that it uses, so it may outlive the store, and its caller.
template <typename T, typename Operation>
QFuture<Result<T>> underDeadline(const Timing &timing, Operation operation)
{
    auto answer = std::make_shared<Answer<T>>();
    auto deadline = std::make_shared<Deadline>(timing, [answer] {
        answer->deliver(failed(QT_TRANSLATE_NOOP("Keychain",
                                                 "It did not answer in time; whether it changed anything is not known. "
                                                 "Check that it works, then try again.")));
    });
    settle<T>(operation(deadline), deadline, answer);
    return answer->future();
}

struct JobEnd
{
    QKeychain::Error error = QKeychain::OtherError;
    QString detail = {};
    Secret text = {}; //!< what a read found
};

//! The job has no parent and deletes itself once it has answered, however late: the keychain's library holds a bare
//! pointer to it, and qtkeychain a queue behind it.
QFuture<Result<JobEnd>> start(QKeychain::Job *job)
{
    auto answer = std::make_shared<Answer<JobEnd>>();
    QObject::connect(job, &QKeychain::Job::finished, job, [answer](QKeychain::Job *ended) {
        JobEnd end{ended->error(), ended->errorString(), {}};
        // The job's own copy of the text cannot be wiped; it goes with the job, at the next turn of the event loop.
        if (const auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(ended))
            end.text = Secret(read->binaryData());
        answer->deliver(std::move(end));
    });
    job->start();
    return answer->future();
}

using MakeJob = std::function<QKeychain::Job *()>;

MakeJob reading(const QString &key)
{
    return [key] {
        auto *job = new QKeychain::ReadPasswordJob(serviceName());
        job->setKey(key);
        return job;
    };
}

MakeJob writing(const QString &key, const Secret &text)
{
    return [key, text] {
        auto *job = new QKeychain::WritePasswordJob(serviceName());
        job->setKey(key);
        // Text and binary entries of one key would be two items. qtkeychain's copies cannot be wiped; they go with the
        // job.
        job->setTextData(QString::fromLatin1(text.reveal()));
        return job;
    };
}

MakeJob deleting(const QString &key)
{
    return [key] {
        auto *job = new QKeychain::DeletePasswordJob(serviceName());
        job->setKey(key);
        return job;
    };
}

Error errorOf(const JobEnd &end)
{
    switch (end.error) {
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return locked().value();
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return failure(Error::Kind::KeychainMissing).value();
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    const QString why =
        sentence(QT_TRANSLATE_NOOP("Keychain", "It refused (%1). Check that it works, then try again."));
    return failure(Error::Kind::KeychainFailed, why.arg(cleanedText(end.detail))).value();
}

//! Errors: all but EntryNotFound, which is an end like any other.
QCoro::Task<Result<JobEnd>> runJob(MakeJob make, SharedDeadline deadline)
{
    if (deadline->isOver())
        co_return failure(Error::Kind::Cancelled);
    Result<JobEnd> end = co_await start(make());
    if (end && end->error == QKeychain::OtherError && !deadline->isOver()) {
        // Most likely the service was restarted and no longer knows our session.
        if (const Result<void> forgotten = forgetKeychainSession(); !forgotten)
            co_return failure(forgotten.error());
        end = co_await start(make());
    }
    if (end && end->error != QKeychain::NoError && end->error != QKeychain::EntryNotFound)
        co_return failure(errorOf(*end));
    co_return end;
}

QCoro::Task<Result<Secret>> readText(QString key, SharedDeadline deadline)
{
    const Result<KeychainLook> look = co_await lookIntoKeychain(serviceName(), key);
    if (!look)
        co_return failure(look.error());
    if (look->isLocked())
        co_return locked();
    if (look->asks)
        deadline->waitForPerson();
    const MakeJob job = reading(key);
    const Result<JobEnd> end = co_await runJob(job, deadline);
    if (!end)
        co_return failure(end.error());
    if (end->error == QKeychain::NoError)
        co_return end->text;
    // "Not found" is also what is said when the keychain was locked meanwhile, or the person declined.
    const Result<KeychainLook> again = co_await lookIntoKeychain(serviceName(), key);
    if (!again)
        co_return failure(again.error());
    if (again->found || again->isLocked())
        co_return locked();
    co_return failure(Error::Kind::SecretMissing);
}

QCoro::Task<Result<Credential>> readEntry(Account account, SharedDeadline deadline)
{
    const QString key = keyOf(account.id);
    const Result<Secret> text = co_await readText(key, deadline);
    if (!text)
        co_return failure(text.error());
    const Result<Entry> entry = decoded(*text);
    if (!entry)
        co_return failure(entry.error());
    co_return credentialFor(account, *entry);
}

QCoro::Task<Result<void>> writeEntry(Account account, Credential credential, SharedDeadline deadline)
{
    const Entry entry{bindingOf(account), credential};
    const Result<Secret> text = encoded(entry);
    if (!text)
        co_return failure(text.error());
    const QString key = keyOf(account.id);
    const Result<KeychainLook> look = co_await lookIntoKeychain(serviceName(), key);
    if (!look)
        co_return failure(look.error());
    if (look->isLockedForWriting())
        co_return locked();
    if (look->found) {
        // What we cannot read is not ours to overwrite.
        const Result<Secret> old = co_await readText(key, deadline);
        const Result<Entry> oldEntry = old ? decoded(*old) : failure(old.error());
        if (!oldEntry)
            co_return failure(oldEntry.error());
    }
    if (look->home == KeychainLook::Home::None)
        deadline->waitForPerson(); // asks for the password of a new collection
    const MakeJob job = writing(key, *text);
    const Result<JobEnd> end = co_await runJob(job, deadline);
    if (!end)
        co_return failure(end.error());
    const Result<Secret> back = co_await readText(key, deadline);
    if (!back)
        co_return failure(back.error());
    if (!(*back == *text))
        co_return failed(
            QT_TRANSLATE_NOOP("Keychain", "It kept something else than was written. Enter the credential again."));
    co_return {};
}

QCoro::Task<Result<void>> removeEntry(AccountId account, SharedDeadline deadline)
{
    const QString key = keyOf(account);
    const Result<KeychainLook> look = co_await lookIntoKeychain(serviceName(), key);
    if (!look)
        co_return failure(look.error());
    if (look->isLocked())
        co_return locked();
    if (look->asks)
        deadline->waitForPerson();
    const MakeJob job = deleting(key);
    const Result<JobEnd> end = co_await runJob(job, deadline);
    if (!end)
        co_return failure(end.error());
    const Result<Secret> back = co_await readText(key, deadline);
    if (back)
        co_return failed(QT_TRANSLATE_NOOP("Keychain",
                                           "It says that it deleted the credential, and still has it. Delete the "
                                           "entry \"Latchkey\" in the keychain's own program."));
    if (back.error().kind != Error::Kind::SecretMissing)
        co_return failure(back.error());
    co_return {};
}

QCoro::Task<Result<void>> lookAround()
{
    const QString nobody = keyOf({});
    const Result<KeychainLook> look = co_await lookIntoKeychain(serviceName(), nobody);
    if (!look)
        co_return failure(look.error());
    if (look->isLocked())
        co_return locked();
    co_return {};
}

} // namespace

QFuture<Result<Credential>> KeychainStore::read(const Account &account)
{
    return underDeadline<Credential>(m_timing,
                                     [&](const SharedDeadline &deadline) { return readEntry(account, deadline); });
}

QFuture<Result<void>> KeychainStore::write(const Account &account, const Credential &credential)
{
    return underDeadline<void>(
        m_timing, [&](const SharedDeadline &deadline) { return writeEntry(account, credential, deadline); });
}

QFuture<Result<void>> KeychainStore::remove(const AccountId &account)
{
    return underDeadline<void>(m_timing,
                               [&](const SharedDeadline &deadline) { return removeEntry(account, deadline); });
}

QFuture<Result<void>> KeychainStore::readiness()
{
    return underDeadline<void>(m_timing, [](const SharedDeadline &) { return lookAround(); });
}

} // namespace latchkey
