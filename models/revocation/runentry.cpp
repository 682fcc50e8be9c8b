// How the entries of a run are written in the journal.

#include "models/revocation/run.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

namespace latchkey {

using Extent = RevokeCall::Extent;

namespace {

// In the order of JournalEntry's alternatives.
constexpr std::array EntryKinds{"runStarted",     "runResumed",   "intent",        "answered",
                                "looked",         "settled",      "runEnded",      "createIntent",
                                "createAnswered", "changeIntent", "changeAnswered"};
static_assert(EntryKinds.size() == std::variant_size_v<JournalEntry>);

constexpr std::array<std::pair<Extent, const char *>, 8> ExtentNames{{
    {Extent::One, "one"},
    {Extent::Listed, "listed"},
    {Extent::Own, "own"},
    {Extent::Person, "person"},
    {Extent::Client, "client"},
    {Extent::PersonAtClient, "personAtClient"},
    {Extent::Value, "value"},
    {Extent::Refresh, "refresh"},
}};

constexpr std::array<std::pair<Presence, const char *>, 3> PresenceNames{{
    {Presence::Unclear, "unclear"},
    {Presence::Present, "present"},
    {Presence::Absent, "absent"},
}};

constexpr std::array<std::pair<RunEnded::How, const char *>, 4> EndNames{{
    {RunEnded::How::Finished, "finished"},
    {RunEnded::How::Stopped, "stopped"},
    {RunEnded::How::Failed, "failed"},
    {RunEnded::How::Closed, "closed"},
}};

constexpr std::array<std::pair<RunResumed::How, const char *>, 2> ResumeNames{{
    {RunResumed::How::Verify, "verify"},
    {RunResumed::How::Continue, "continue"},
}};

constexpr std::array<std::pair<ChangeIntent::What, const char *>, 2> ChangeNames{{
    {ChangeIntent::What::Token, "token"},
    {ChangeIntent::What::IdleTimeout, "idleTimeout"},
}};

template <typename Table, typename Value>
QString nameIn(const Table &table, Value value)
{
    for (const auto &[known, name] : table) {
        if (known == value)
            return QString::fromLatin1(name);
    }
    return {};
}

//! An entry on its way to JSON.
class Writer
{
public:
    Writer &add(const char *key, const QJsonValue &value)
    {
        m_json.insert(QLatin1String(key), value);
        return *this;
    }
    //! Left out where empty: most are.
    Writer &addText(const char *key, const QString &text) { return text.isEmpty() ? *this : add(key, text); }
    Writer &addItems(const QList<TokenId> &items)
    {
        QJsonArray ids;
        for (const TokenId &item : items)
            ids += item.value;
        return add("items", ids);
    }
    [[nodiscard]] QByteArray text() const { return QJsonDocument(m_json).toJson(QJsonDocument::Compact); }

private:
    QJsonObject m_json;
};

//! JSON on its way to an entry; remembers whether anything did not fit.
class Reader
{
public:
    explicit Reader(const QByteArray &text) : m_json(QJsonDocument::fromJson(text).object()), isGood(!m_json.isEmpty())
    {
    }
    [[nodiscard]] QString text(const char *key) const { return m_json[QLatin1String(key)].toString(); }
    [[nodiscard]] int number(const char *key) const { return m_json[QLatin1String(key)].toInt(); }
    [[nodiscard]] bool flag(const char *key) const { return m_json[QLatin1String(key)].toBool(); }
    [[nodiscard]] QJsonObject object(const char *key) const { return m_json[QLatin1String(key)].toObject(); }
    [[nodiscard]] AccountId account() const { return AccountId{text("account")}; }
    [[nodiscard]] QStringList texts(const char *key) const
    {
        QStringList texts;
        const QJsonArray array = m_json[QLatin1String(key)].toArray();
        for (const QJsonValue &value : array)
            texts += value.toString();
        return texts;
    }
    [[nodiscard]] QList<TokenId> items() const
    {
        QList<TokenId> items;
        const QStringList ids = texts("items");
        for (const QString &id : ids)
            items += TokenId{id};
        return items;
    }
    template <typename Table>
    auto choice(const char *key, const Table &table) -> decltype(table[0].first)
    {
        const QString name = text(key);
        for (const auto &[value, known] : table) {
            if (name == QLatin1String(known))
                return value;
        }
        isGood = false;
        return {};
    }

private:
    QJsonObject m_json;

public:
    bool isGood = false;
};

QByteArray toText(const RunStarted &started)
{
    return Writer()
        .add("plan", planToJson(started.plan))
        .add("sha256", QString::fromLatin1(started.plan.sha256()))
        .addText("user", started.user)
        .addText("appVersion", started.appVersion)
        .text();
}

QByteArray toText(const RunResumed &resumed)
{
    return Writer()
        .add("how", nameIn(ResumeNames, resumed.how))
        .addText("user", resumed.user)
        .addText("appVersion", resumed.appVersion)
        .text();
}

QByteArray toText(const Intent &intent)
{
    return Writer()
        .add("account", intent.account.value)
        .add("extent", nameIn(ExtentNames, intent.extent))
        .addItems(intent.items)
        .add("attempt", intent.attempt)
        .text();
}

QByteArray toText(const Answered &answered)
{
    return Writer()
        .add("account", answered.account.value)
        .addItems(answered.items)
        .add("success", answered.success)
        .add("sent", answered.sent)
        .add("httpStatus", answered.httpStatus)
        .addText("detail", answered.detail)
        .addText("requestId", answered.requestId)
        .text();
}

QByteArray toText(const Looked &looked)
{
    return Writer()
        .add("account", looked.account.value)
        .addItems(looked.items)
        .add("presence", nameIn(PresenceNames, looked.presence))
        .text();
}

QByteArray toText(const Settled &settled)
{
    return Writer()
        .add("account", settled.account.value)
        .addItems(settled.items)
        .add("outcome", outcomeName(settled.outcome))
        .addText("detail", settled.detail)
        .text();
}

QByteArray toText(const RunEnded &ended)
{
    QJsonObject counts{{QStringLiteral("open"), ended.counts.open}};
    for (size_t i = 0; i < ended.counts.byOutcome.size(); ++i)
        counts.insert(outcomeName(static_cast<Outcome>(i)), ended.counts.byOutcome[i]);
    return Writer().add("how", nameIn(EndNames, ended.how)).add("counts", counts).text();
}

QByteArray toText(const CreateIntent &intent)
{
    return Writer()
        .add("account", intent.account.value)
        .addText("accountName", intent.accountName)
        .addText("kind", tokenKindName(intent.kind))
        .addText("name", intent.name)
        .addText("user", intent.user)
        .addText("client", intent.client)
        .text();
}

QByteArray toText(const CreateAnswered &answered)
{
    return Writer()
        .add("account", answered.account.value)
        .add("success", answered.success)
        .add("sent", answered.sent)
        .addText("id", answered.id.value)
        .add("httpStatus", answered.httpStatus)
        .addText("detail", answered.detail)
        .text();
}

QByteArray toText(const ChangeIntent &intent)
{
    return Writer()
        .add("account", intent.account.value)
        .addText("accountName", intent.accountName)
        .add("what", nameIn(ChangeNames, intent.what))
        .addText("id", intent.id.value)
        .add("fields", QJsonArray::fromStringList(intent.fields))
        .addText("user", intent.user)
        .text();
}

QByteArray toText(const ChangeAnswered &answered)
{
    return Writer()
        .add("account", answered.account.value)
        .add("success", answered.success)
        .add("sent", answered.sent)
        .add("httpStatus", answered.httpStatus)
        .addText("detail", answered.detail)
        .addText("id", answered.id.value)
        .text();
}

OutcomeCounts countsFrom(const QJsonObject &json)
{
    OutcomeCounts counts;
    counts.open = json[QLatin1String("open")].toInteger();
    for (size_t i = 0; i < counts.byOutcome.size(); ++i)
        counts.byOutcome[i] = json[outcomeName(static_cast<Outcome>(i))].toInteger();
    return counts;
}

JournalEntry startedFrom(Reader &json, const RunId &run)
{
    const Result<Plan> plan = planFromJson(json.object("plan"));
    json.isGood = json.isGood && plan;
    return RunStarted{run, plan.value_or(Plan()), json.text("user"), json.text("appVersion")};
}

JournalEntry settledFrom(Reader &json, const RunId &run)
{
    const auto outcome = outcomeFromName(json.text("outcome"));
    json.isGood = json.isGood && outcome;
    return Settled{run, json.account(), json.items(), outcome.value_or(Outcome::Unknown), json.text("detail")};
}

JournalEntry answeredFrom(const Reader &json, const RunId &run)
{
    return Answered{run,
                    json.account(),
                    json.items(),
                    json.flag("success"),
                    json.flag("sent"),
                    json.number("httpStatus"),
                    json.text("detail"),
                    json.text("requestId")};
}

JournalEntry createIntentFrom(const Reader &json, const RunId &run)
{
    const auto kind = tokenKindFromName(json.text("kind")).value_or(TokenKind::NotReported);
    return CreateIntent{
        run, json.account(), json.text("accountName"), kind, json.text("name"), json.text("user"), json.text("client")};
}

JournalEntry createAnsweredFrom(const Reader &json, const RunId &run)
{
    return CreateAnswered{run,
                          json.account(),
                          json.flag("success"),
                          json.flag("sent"),
                          TokenId{json.text("id")},
                          json.number("httpStatus"),
                          json.text("detail")};
}

JournalEntry changeIntentFrom(Reader &json, const RunId &run)
{
    return ChangeIntent{run,
                        json.account(),
                        json.text("accountName"),
                        json.choice("what", ChangeNames),
                        TokenId{json.text("id")},
                        json.texts("fields"),
                        json.text("user")};
}

std::optional<JournalEntry> entryFrom(Reader &json, QStringView kind, const RunId &run)
{
    const auto is = [kind](const char *name) { return kind == QLatin1String(name); };
    if (is("runStarted"))
        return startedFrom(json, run);
    if (is("runResumed"))
        return RunResumed{run, json.choice("how", ResumeNames), json.text("user"), json.text("appVersion")};
    if (is("intent"))
        return Intent{run, json.account(), json.choice("extent", ExtentNames), json.items(), json.number("attempt")};
    if (is("answered"))
        return answeredFrom(json, run);
    if (is("looked"))
        return Looked{run, json.account(), json.items(), json.choice("presence", PresenceNames)};
    if (is("settled"))
        return settledFrom(json, run);
    if (is("runEnded"))
        return RunEnded{run, json.choice("how", EndNames), countsFrom(json.object("counts"))};
    if (is("createIntent"))
        return createIntentFrom(json, run);
    if (is("createAnswered"))
        return createAnsweredFrom(json, run);
    if (is("changeIntent"))
        return changeIntentFrom(json, run);
    if (is("changeAnswered"))
        return ChangeAnswered{run,
                              json.account(),
                              json.flag("success"),
                              json.flag("sent"),
                              json.number("httpStatus"),
                              json.text("detail"),
                              TokenId{json.text("id")}};
    return {};
}

} // namespace

QString entryKind(const JournalEntry &entry) { return QString::fromLatin1(EntryKinds[entry.index()]); }

QByteArray entryToJson(const JournalEntry &entry)
{
    return std::visit([](const auto &known) { return toText(known); }, entry);
}

Result<JournalEntry> entryFromJson(QStringView kind, const RunId &run, const QByteArray &json)
{
    Reader reader(json);
    const auto entry = entryFrom(reader, kind, run);
    if (!entry || !reader.isGood)
        return failure(Error::Kind::Journal,
                       QCoreApplication::translate("Journal",
                                                   "The journal holds an entry that this Latchkey cannot read. Update "
                                                   "Latchkey, or export the journal and look at it."));
    return *entry;
}

} // namespace latchkey
