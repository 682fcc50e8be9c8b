#include "tests/flows/flowbench.h"

#include "network/providers/registry.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QThread>

#include <atomic>

using namespace Qt::StringLiterals;

namespace latchkey::test {

namespace {

QStringList textsOf(const QJsonValue &list)
{
    QStringList texts;
    const QJsonArray items = list.toArray();
    for (const QJsonValue &item : items)
        texts += item.toString();
    return texts;
}

} // namespace

Timing quickTiming(int factor)
{
    const Timing usual;
    Timing quick = usual.faster(factor);
    quick.connect = usual.connect;
    quick.call = usual.call;
    quick.inactivity = usual.inactivity;
    quick.list = usual.list;
    quick.listRateWindow = usual.listRateWindow;
    quick.listRateBytes = usual.listRateBytes;
    return quick;
}

FlowBench::FlowBench(SandboxOptions options, const Timing &times) : timing(times), box(std::move(options))
{
    QString reason;
    if (!box.start(&reason))
        qFatal("no sandbox: %s", qPrintable(reason));
    relay = std::make_unique<Relay>(QUrl(box.origin()));
    journal = std::make_unique<JournalWriter>(folder.filePath(u"journal"_s), clock);
}

SandboxOptions sandboxOf(qint64 tokens, std::vector<sandbox::Fault> faults)
{
    SandboxOptions options;
    options.tokens = tokens;
    options.faults = std::move(faults);
    return options;
}

QString FlowBench::ready(const char *field) const
{
    return box.ready()["fastly"_L1].toObject()[QLatin1String(field)].toString();
}

SignedIn FlowBench::signIn(const char *name, const Rights &rights)
{
    Account account;
    account.id = AccountId{u"id-"_s + QLatin1String(name)};
    account.name = QString::fromLatin1(name);
    account.provider = ProviderId{u"fastly"_s};
    account.signIn = u"key"_s;
    account.baseUrl = (rights.through ? *rights.through : *relay).baseUrl();
    account.baseUrl.setPath(u"/fastly"_s);
    account.policy.readRetries = 0;
    account.policy.deletesInFlight = rights.deletesInFlight;
    Credential credential;
    credential.parts[u"secret"_s] = Secret((rights.key.isEmpty() ? ready("token") : rights.key).toLatin1());
    const auto asking = std::make_shared<Session>(account, credential, timing, clock, traffic);
    const Result<Identity> identity = await(asking->provider().probe());
    if (!identity)
        qFatal("cannot sign in: %s", qPrintable(identity.error().message));
    account.identity = *identity;
    return {account, std::make_shared<Session>(account, credential, timing, clock, traffic)};
}

Plan FlowBench::planFor(const SignedIn &who, const QStringList &ids, const QList<Account> &others, bool isOwn)
{
    PlanRequest request;
    request.accounts = others;
    request.accounts.prepend(who.account);
    request.providers[who.account.provider] = *registry::describe(who.account.provider);
    request.nowMs = clock.nowMs();
    request.isOwn = isOwn;
    const QStringList automation = box.fastly().automationTokenIds();
    for (const QString &id : ids) {
        Token token;
        token.id = TokenId{id};
        token.account = who.account.id;
        token.kind = automation.contains(id) ? TokenKind::Automation : TokenKind::User;
        request.tokens += token;
    }
    return buildPlan(request);
}

flows::RunTools FlowBench::tools(const QList<SignedIn> &sessions)
{
    flows::RunTools made{*journal, clock, timing};
    for (const SignedIn &one : sessions)
        made.sessions[one.account.id] = one.session;
    return made;
}

flows::RunEnd FlowBench::start(const Plan &plan, const QList<SignedIn> &sessions, std::stop_token stop)
{
    const Result<flows::RunEnd> end = await(flows::startRun(plan, tools(sessions), stop), 2 * Patience);
    if (!end)
        qFatal("the run did not start: %s", qPrintable(end.error().message));
    return *end;
}

flows::RunEnd FlowBench::resume(const Run &run, RunResumed::How how, const QList<SignedIn> &sessions,
                                std::stop_token stop)
{
    const Result<flows::RunEnd> end = await(flows::resumeRun(run, how, tools(sessions), stop), 2 * Patience);
    if (!end)
        qFatal("the run was not taken up: %s", qPrintable(end.error().message));
    return *end;
}

void FlowBench::revokeByHand(const QStringList &ids)
{
    for (const QString &id : ids) {
        SeenRequest request;
        request.head = "DELETE /fastly/tokens/" + id.toLatin1() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nFastly-Key: "
            + ready("token").toLatin1() + "\r\nContent-Length: 0\r\n\r\n";
        (void)relay->passOn(request);
        m_byHand.insert(id);
    }
}

QList<QJsonObject> FlowBench::records()
{
    QList<QJsonObject> all;
    const auto keep = [&all](QByteArrayView line) {
        all += QJsonDocument::fromJson(line.toByteArray()).object();
        return true;
    };
    const Result<qint64> count = await(journal->exportLines(keep));
    if (!count)
        qFatal("the journal cannot be read: %s", qPrintable(count.error().message));
    return all;
}

QList<QJsonObject> FlowBench::records(const char *kind)
{
    QList<QJsonObject> some = records();
    some.removeIf([kind](const QJsonObject &record) { return record["kind"_L1].toString() != QLatin1String(kind); });
    return some;
}

std::shared_ptr<void> FlowBench::holdJournal()
{
    const auto isHeld = std::make_shared<std::atomic<bool>>(true);
    const auto stand = [isHeld](QByteArrayView) {
        while (*isHeld)
            QThread::msleep(2);
        return false;
    };
    (void)journal->exportLines(stand);
    return {nullptr, [isHeld](const void *) { *isHeld = false; }};
}

QString FlowBench::contradiction(const Run &run)
{
    const QString wrong = wrongOutcome(run);
    if (!wrong.isEmpty())
        return wrong;
    const Result<Run> written = await(journal->run(run.id));
    if (!written || storyOf(*written) != storyOf(run))
        return u"the journal tells another story: %1"_s.arg(written ? storyOf(*written) : written.error().message);
    return missingIntent();
}

//! Judged by what is alive, and by what died.
QString FlowBench::wrongOutcome(const Run &run)
{
    QSet<QString> planned;
    for (const RunItem &item : run.items()) {
        const bool isAlive = box.fastly().isAlive(item.id.value);
        if (!item.outcome)
            continue;
        const QString said = outcomeName(*item.outcome);
        switch (*item.outcome) {
        case Outcome::Confirmed:
        case Outcome::AlreadyGone:
            if (isAlive)
                return u"%1 is %2, and lives"_s.arg(item.id.value, said);
            break;
        case Outcome::Refused:
        case Outcome::NotSent:
        case Outcome::StillActive:
            if (!isAlive)
                return u"%1 is %2, and is gone"_s.arg(item.id.value, said);
            break;
        case Outcome::Unknown:
        case Outcome::Unprovable:
        case Outcome::Excluded:
            break;
        }
    }
    for (const RunItem &item : run.items()) {
        if (item.outcome != Outcome::Excluded)
            planned.insert(item.id.value);
    }
    const QList<QJsonObject> entries = box.ledger().entries();
    for (const QJsonObject &entry : entries) {
        const QString id = entry["id"_L1].toString();
        if (entry["change"_L1].toString() == "revoked"_L1 && !planned.contains(id) && !m_byHand.contains(id))
            return u"%1 was not planned, and is gone"_s.arg(id);
    }
    return {};
}

//! Every DELETE has an intent of its own, which was on the disk when it left.
QString FlowBench::missingIntent()
{
    QHash<QString, QList<qint64>> intents;
    const QList<QJsonObject> announced = records("intent");
    for (const QJsonObject &record : announced) {
        const qint64 at = QDateTime::fromString(record["at"_L1].toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
        const QStringList items = textsOf(record["body"_L1]["items"_L1]);
        for (const QString &item : items)
            intents[item] += at;
    }
    QHash<QString, int> sent;
    const QList<SeenRequest> deletes = relay->requests("DELETE");
    for (const SeenRequest &request : deletes) {
        const QStringList ids = idsIn(request);
        for (const QString &id : ids)
            ++sent[id];
    }
    for (auto it = sent.cbegin(); it != sent.cend(); ++it) {
        if (it.key() != "self"_L1 && intents.value(it.key()).size() < it.value())
            return u"%1 was sent %2 times, with %3 intents"_s.arg(it.key())
                .arg(it.value())
                .arg(intents.value(it.key()).size());
    }
    const QList<QJsonObject> entries = box.ledger().entries();
    for (const QJsonObject &entry : entries) {
        const QString id = entry["id"_L1].toString();
        if (entry["change"_L1].toString() != "revoked"_L1 || m_byHand.contains(id))
            continue;
        if (intents.value(id).isEmpty() || intents.value(id).first() > entry["at"_L1].toInteger())
            return u"%1 died before its intent was written"_s.arg(id);
    }
    return {};
}

QString storyOf(const Run &run)
{
    const OutcomeCounts counts = run.counts();
    QStringList parts;
    for (size_t i = 0; i < counts.byOutcome.size(); ++i) {
        if (counts.byOutcome[i] > 0)
            parts += u"%1 %2"_s.arg(counts.byOutcome[i]).arg(outcomeName(static_cast<Outcome>(i)));
    }
    if (counts.open > 0)
        parts += u"%1 without outcome"_s.arg(counts.open);
    return parts.join(u", "_s) + (run.isOpen() ? u"; open"_s : u"; ended"_s);
}

QString endOf(const Run &run, const QString &id)
{
    for (const RunItem &item : run.items()) {
        if (item.id.value == id)
            return (item.outcome ? outcomeName(*item.outcome) : u"open"_s) + u' ' + item.detail;
    }
    return {};
}

} // namespace latchkey::test
