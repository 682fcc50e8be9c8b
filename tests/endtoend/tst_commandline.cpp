#include "tests/endtoend/programs.h"

#include <QDateTime>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <functional>
#include <optional>

using namespace latchkey::test;
using namespace Qt::StringLiterals;

namespace {

using Records = QList<QJsonObject>;

QStringList keysOf(const QJsonObject &object) { return object.keys(); }

//! The keys of a record as README.md spells them, in alphabetical order.
QStringList documented(const QByteArray &keys)
{
    QStringList list = QString::fromLatin1(keys).split(u' ');
    list.sort();
    return list;
}

constexpr char TokenKeys[] =
    "provider account id name kind state owner client scopes resources created lastUsed expires lastIp isOwn";

//! ISO 8601 in UTC, "never", or null.
bool isTime(const QJsonValue &value)
{
    static const QRegularExpression iso(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z$"_s);
    return value.isNull() || value == QJsonValue(u"never"_s) || iso.match(value.toString()).hasMatch();
}

//! The moment of a field; absent where it is never or not reported.
std::optional<QDateTime> timeOf(const QJsonObject &record, QLatin1String key)
{
    const QDateTime time = QDateTime::fromString(record[key].toString(), Qt::ISODate);
    return time.isValid() ? std::optional(time) : std::nullopt;
}

//! The cells of a CSV file as a spreadsheet reads them.
QList<QStringList> cellsOf(const QByteArray &csv)
{
    QList<QStringList> rows = {{QString()}};
    bool quoted = false;
    const QString text = QString::fromUtf8(csv);
    for (const QChar c : text) {
        if (c == u'"')
            quoted = !quoted;
        if (c == u'\n' && !quoted)
            rows += QStringList{QString()};
        else if (c == u',' && !quoted)
            rows.last() += QString();
        else if (c != u'\r' || quoted)
            rows.last().last() += c;
    }
    rows.removeLast(); // behind the last line's end
    return rows;
}

bool isFormula(const QString &cell)
{
    const QString seen = cell.startsWith(u'"') ? cell.mid(1) : cell;
    return !seen.isEmpty() && u"=+-@\t\r\n"_s.contains(seen[0]);
}

//! Anything that a terminal would act on, or that turns text around.
bool hasRawMarks(const QByteArray &text)
{
    static const QRegularExpression marks(
        u"[\\x00-\\x09\\x0b-\\x1f\\x7f\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]"_s);
    return marks.match(QString::fromUtf8(text)).hasMatch();
}

} // namespace

#define VERIFY_ENDED(ended, expected) QVERIFY2((ended).code == (expected), (ended).text().constData())

//! Every command in every format, as README.md describes them.
class TestCommandLine : public QObject
{
    Q_OBJECT

private:
    //! What creating asks for. The login counts where there is no account.
    [[nodiscard]] QByteArray asked() const
    {
        QJsonObject parts;
        for (const char *part : {"login", "password", "otp"})
            parts.insert(QLatin1String(part), QString::fromUtf8(m_sandbox->value(part)));
        return QJsonDocument(parts).toJson();
    }
    [[nodiscard]] Records tokens() const { return m_latchkey->json(u"tokens list"_s).records(); }

    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<Latchkey> m_latchkey;
    QByteArray m_accounts;

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasKeyring())
            QSKIP("Needs dbus-run-session and gnome-keyring-daemon.");
    }

    void init()
    {
        if (m_sandbox) // nothing has changed it
            return;
        m_sandbox = std::make_unique<Sandbox>(u"--tokens 120"_s);
        m_latchkey = std::make_unique<Latchkey>();
        for (const QString &display : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
            m_latchkey->setEnvironment(display, QString());
        const Ended added = m_latchkey->add(u"prod-cdn"_s, *m_sandbox, m_sandbox->value("token"));
        VERIFY_ENDED(added, 0);
        m_accounts = contentOf(m_latchkey->accountsFile());
    }

    void cleanup()
    {
        if (m_sandbox->writes() > 0 || contentOf(m_latchkey->accountsFile()) != m_accounts)
            m_sandbox.reset();
    }

    void whatItCanDoIsTold_data()
    {
        QTest::addColumn<QString>("command");
        for (const char *command :
             {"--help", "accounts --help", "accounts add --help", "tokens list --help", "tokens create --help",
              "people --help", "revoke --help", "runs --help", "journal --help", "--version"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }

    void whatItCanDoIsTold()
    {
        QFETCH(const QString, command);
        const Ended ended = m_latchkey->run(command);
        VERIFY_ENDED(ended, 0);
        QVERIFY2(ended.out.contains("latchkey"), ended.out.constData());
        QCOMPARE(ended.err, QByteArray());
    }

    void tokensAreListedAsJson()
    {
        const Ended ended = m_latchkey->json(u"tokens list"_s);
        VERIFY_ENDED(ended, 0);
        const Records records = ended.records();
        for (const QJsonObject &record : records) {
            QCOMPARE(keysOf(record), documented(TokenKeys));
            QCOMPARE(record["account"_L1].toString(), u"prod-cdn"_s);
            QVERIFY(
                (QStringList{u"user"_s, u"automation"_s, u"browserSession"_s}).contains(record["kind"_L1].toString()));
            QVERIFY((QStringList{u"active"_s, u"expired"_s}).contains(record["state"_L1].toString()));
            QVERIFY(isTime(record["created"_L1]) && isTime(record["lastUsed"_L1]) && isTime(record["expires"_L1]));
            QVERIFY(record["client"_L1].isNull()); // Fastly reports none
            QVERIFY(record["scopes"_L1].isArray() && record["resources"_L1].isArray());
            QVERIFY(record["isOwn"_L1].isBool());
        }
        QCOMPARE(setOf(column(records, "id")).size(), records.size());
        const QJsonArray accounts = ended.last()["summary"_L1]["accounts"_L1].toArray();
        QCOMPARE(accounts,
                 (QJsonArray{QJsonObject{{u"account"_s, u"prod-cdn"_s},
                                         {u"complete"_s, true},
                                         {u"count"_s, records.size()},
                                         {u"scope"_s, QJsonValue::Null},
                                         {u"error"_s, QJsonValue::Null}}}));
        QCOMPARE(ended.err, QByteArray());
    }

    void neverIsWhatTheProviderSays()
    {
        QHash<QString, int> seen;
        const Records some = tokens().mid(0, 10); // user tokens come first
        for (const QJsonObject &record : some) {
            const Ended shown = m_latchkey->json(u"tokens show --account prod-cdn "_s + record["id"_L1].toString());
            VERIFY_ENDED(shown, 0);
            const QJsonObject answer = shown.last()["answer"_L1].toObject();
            for (const auto &[ours, theirs] :
                 {std::pair("lastUsed"_L1, "last_used_at"_L1), {"expires"_L1, "expires_at"_L1}}) {
                const bool never = record[ours].toString() == "never"_L1;
                QCOMPARE(never, answer[theirs].isNull());
                ++seen[ours + (never ? u" never"_s : u" at"_s)];
            }
        }
        QCOMPARE(seen.size(), 4); // both, of both
    }

    void aTableAndACsvFileHoldTheSameTokens()
    {
        const Records records = tokens();
        const Ended csv = m_latchkey->run(u"tokens list --format csv"_s);
        VERIFY_ENDED(csv, 0);
        const QList<QStringList> rows = cellsOf(csv.out);
        QCOMPARE(rows.size(), records.size() + 1);
        for (const char *title :
             {"State", "Name", "Provider", "Account", "Owner", "Owner id", "Client", "Kind", "Scopes", "Resources",
              "Created", "Last used", "Last IP", "Expires", "This app", "Id"})
            QVERIFY2(rows.first().contains(QLatin1String(title)), title);
        const qsizetype ip = rows.first().indexOf(u"Last IP"_s);
        for (qsizetype i = 0; i < records.size(); ++i) {
            QCOMPARE(rows[i + 1].size(), rows.first().size());
            QCOMPARE(rows[i + 1].last(), records[i]["id"_L1].toString());
            QCOMPARE(rows[i + 1][ip], records[i]["lastIp"_L1].toString(u"not reported"_s));
            QVERIFY2(std::none_of(rows[i + 1].begin(), rows[i + 1].end(), isFormula),
                     qPrintable(rows[i + 1].join(u'|')));
        }

        const Ended table = m_latchkey->run(u"tokens list"_s);
        VERIFY_ENDED(table, 0);
        const QByteArrayList lines = table.out.trimmed().split('\n');
        QCOMPARE(lines.size(), records.size() + 1);
        const qsizetype place = lines.first().indexOf("Id");
        QCOMPARE_GT(place, 0);
        for (qsizetype i = 0; i < records.size(); ++i)
            QVERIFY2(lines[i + 1].endsWith(records[i]["id"_L1].toString().toUtf8()), lines[i + 1].constData());
    }

    void hostileNamesCannotReachTheTerminal()
    {
        const Ended json = m_latchkey->json(u"tokens list"_s);
        QVERIFY(json.out.contains("\\u001b[31m red")); // it is there, and escaped
        const Ended table = m_latchkey->run(u"tokens list"_s);
        QVERIFY(!hasRawMarks(table.out));
        QVERIFY2(table.out.contains("[U+001B][31m red"), table.out.constData());
        QVERIFY(table.out.contains("[U+202E]"));
        const Ended found = m_latchkey->run(u"tokens list --filter name:\x1b\u202Ex:y"_s);
        QVERIFY(!hasRawMarks(found.err));
        const Ended revoked = m_latchkey->run(u"revoke --account prod-cdn --filter name:red --dry-run"_s);
        VERIFY_ENDED(revoked, 0);
        QVERIFY(!hasRawMarks(revoked.out));
    }

    void aFilterFindsWhatItSays_data()
    {
        using Matches = std::function<bool(const QJsonObject &)>;
        const auto has = [](const char *key, const char *value) -> Matches {
            return
                [=](const QJsonObject &token) { return token[QLatin1String(key)] == QJsonValue(QLatin1String(value)); };
        };
        const auto before = [](const char *key, int daysAgo) -> Matches {
            return [=](const QJsonObject &token) {
                const auto time = timeOf(token, QLatin1String(key));
                return time && *time < QDateTime::currentDateTimeUtc().addDays(-daysAgo);
            };
        };
        const auto scoped = [](const QJsonObject &token, const char *scope) {
            return token["scopes"_L1].toArray().contains(QLatin1String(scope));
        };
        const auto nameHas = [](const QJsonObject &token, const char *text) {
            return token["name"_L1].toString().contains(QLatin1String(text), Qt::CaseInsensitive);
        };
        QTest::addColumn<QString>("filter");
        QTest::addColumn<Matches>("matches");
        QTest::newRow("one value") << u"state:expired"_s << has("state", "expired");
        QTest::newRow("another kind") << u"kind:automation"_s << has("kind", "automation");
        QTest::newRow("negated") << u"-kind:automation"_s << Matches(std::not_fn(has("kind", "automation")));
        QTest::newRow("never expires") << u"expires:never"_s << has("expires", "never");
        QTest::newRow("never used") << u"last-used:never"_s << has("lastUsed", "never");
        QTest::newRow("before a span") << u"last-used>90d"_s << before("lastUsed", 90);
        QTest::newRow("created before a span") << u"created>52w"_s << before("created", 364);
        QTest::newRow("the account's own")
            << u"own:yes"_s << Matches([](const QJsonObject &token) { return token["isOwn"_L1].toBool(); });
        QTest::newRow("values are alternatives")
            << u"scope:purge_all scope:purge_select"_s
            << Matches([=](const QJsonObject &t) { return scoped(t, "purge_all") || scoped(t, "purge_select"); });
        QTest::newRow("conditions must all hold")
            << u"state:active scope:global expires:never"_s << Matches([=](const QJsonObject &t) {
                   return has("state", "active")(t) && scoped(t, "global") && has("expires", "never")(t);
               });
        QTest::newRow("text without regard to case")
            << u"LATCHKEY"_s << Matches([=](const QJsonObject &t) { return nameHas(t, "latchkey"); });
        QTest::newRow("text with spaces")
            << u"\"\"\"purge on deploy\"\"\""_s
            << Matches([=](const QJsonObject &t) { return nameHas(t, "purge on deploy"); });
    }

    void aFilterFindsWhatItSays()
    {
        QFETCH(const QString, filter);
        QFETCH(const std::function<bool(const QJsonObject &)>, matches);
        const Records all = tokens();
        Records expected = all;
        expected.removeIf([&matches](const QJsonObject &token) { return !matches(token); });
        QVERIFY(!expected.isEmpty() && expected.size() < all.size());
        const Ended ended = m_latchkey->json(u"tokens list --filter \"%1\""_s.arg(filter));
        VERIFY_ENDED(ended, 0);
        QCOMPARE(column(ended.records(), "id"), column(expected, "id"));
    }

    void peopleAreListedWithTheirTokens()
    {
        const Ended ended = m_latchkey->json(u"people list --account prod-cdn"_s);
        VERIFY_ENDED(ended, 0);
        QHash<QString, int> counted;
        const Records all = tokens();
        for (const QJsonObject &token : all)
            ++counted[token["owner"_L1]["id"_L1].toString()];
        const Records people = ended.records();
        QCOMPARE_GT(people.size(), 100);
        for (const QJsonObject &person : people) {
            QCOMPARE(keysOf(person), documented("provider account id name email state tokens"));
            QCOMPARE(person["tokens"_L1].toInt(-1), counted.take(person["id"_L1].toString()));
        }
        counted.remove(QString()); // automation tokens belong to nobody
        QVERIFY(counted.isEmpty());
        QCOMPARE(ended.last()["summary"_L1]["accounts"_L1][0]["complete"_L1], QJsonValue(true));
        QCOMPARE(cellsOf(m_latchkey->run(u"people list --format csv"_s).out).size(), people.size() + 1);
    }

    void whoSeesOwnTokensCountsNobodyElses_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("parts");
        QTest::addColumn<bool>("isOwnKnown");
        QTest::newRow("a key that may list no other") << "engineerToken"_ba << QString() << true;
        QTest::newRow("an account that loads its own") << "token"_ba << u"--part own"_s << true;
        QTest::newRow("an account that loads automation tokens") << "token"_ba << u"--part automation"_s << false;
    }

    void whoSeesOwnTokensCountsNobodyElses()
    {
        QFETCH(const QByteArray, key);
        QFETCH(const QString, parts);
        QFETCH(const bool, isOwnKnown);
        const Latchkey fresh;
        VERIFY_ENDED(
            fresh.run(u"accounts add mine %1 "_s.arg(parts) + m_sandbox->thisCall(), m_sandbox->value(key.constData())),
            0);
        const QString own =
            fresh.json(u"accounts show mine"_s).last()["identity"_L1]["principal"_L1]["id"_L1].toString();
        const qsizetype count = fresh.json(u"tokens list"_s).records().size();
        const Ended ended = fresh.json(u"people list"_s);
        VERIFY_ENDED(ended, 0);
        const Records people = ended.records();
        QCOMPARE_GT(people.size(), 100);
        for (const QJsonObject &person : people) {
            const bool isKnown = isOwnKnown && person["id"_L1].toString() == own;
            QCOMPARE(person["tokens"_L1], isKnown ? QJsonValue(count) : QJsonValue(QJsonValue::Null));
        }
    }

    void aTokenIsShownWithTheProvidersAnswer()
    {
        const QString id = tokens().value(3)["id"_L1].toString();
        const Ended shown = m_latchkey->json(u"tokens show --account prod-cdn "_s + id);
        VERIFY_ENDED(shown, 0);
        QCOMPARE(keysOf(shown.last()), documented("answer " + QByteArray(TokenKeys)));
        QCOMPARE(shown.last()["answer"_L1]["id"_L1].toString(), id);
        const Ended self = m_latchkey->json(u"tokens self --account prod-cdn"_s);
        VERIFY_ENDED(self, 0);
        QCOMPARE(self.last()["isOwn"_L1], QJsonValue(true));
        QCOMPARE(self.last()["name"_L1].toString(), u"Latchkey admin"_s);
    }

    void aTokenIsCreatedAndItsValueIsToldOnce_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("kind");
        QTest::newRow("a user's") << u"--account prod-cdn --secret-stdin --scope purge_select"_s << u"user"_s;
        QTest::newRow("an automation token")
            << u"--account prod-cdn --secret-stdin --kind automation --scope purge_select"_s << u"automation"_s;
        QTest::newRow("with login and password alone") << u"BASE --scope purge_select"_s << u"user"_s;
    }

    void aTokenIsCreatedAndItsValueIsToldOnce()
    {
        QFETCH(QString, options);
        QFETCH(const QString, kind);
        options.replace("BASE"_L1, m_sandbox->thisCall());
        const Ended created =
            m_latchkey->json(u"tokens create --name ci-purge --expires 30d --verbose "_s + options, asked());
        VERIFY_ENDED(created, 0);
        const QJsonObject token = created.last();
        QCOMPARE(keysOf(token), documented("value " + QByteArray(TokenKeys)));
        QCOMPARE(token["kind"_L1].toString(), kind);
        QCOMPARE(token["scopes"_L1], QJsonValue(QJsonArray{u"purge_select"_s}));
        const qint64 days = QDateTime::currentDateTimeUtc().daysTo(*timeOf(token, "expires"_L1));
        QVERIFY2(days >= 29 && days <= 30, QByteArray::number(days).constData());
        QVERIFY(column(tokens(), "id").contains(token["id"_L1].toString()));

        const QByteArray value = token["value"_L1].toString().toUtf8();
        QCOMPARE(value.size(), 32);
        QCOMPARE(created.out.count(value), 1);
        const Ended self = m_latchkey->json(u"tokens self "_s + m_sandbox->thisCall(), value);
        QCOMPARE(self.last()["id"_L1], token["id"_L1]);
        QCOMPARE(setOf(column(m_latchkey->run(u"journal export"_s).lines(), "kind")),
                 (QSet<QString>{u"createIntent"_s, u"createAnswered"_s}));
        expectNowhere({value, m_sandbox->value("password"), m_sandbox->value("token")}, created.err);
    }

    void whatIsNotSaidOfANewTokenIsTheLeast()
    {
        const Ended created = m_latchkey->json(u"tokens create --account prod-cdn --name ci --secret-stdin"_s, asked());
        VERIFY_ENDED(created, 0);
        QVERIFY(!created.last()["scopes"_L1].toArray().contains("global"_L1));
        const qint64 days = QDateTime::currentDateTimeUtc().daysTo(*timeOf(created.last(), "expires"_L1));
        QVERIFY2(days >= 89 && days <= 90, QByteArray::number(days).constData());
    }

    void aCallWithoutAnAccountLeavesNothingBehind()
    {
        const Latchkey fresh;
        const Ended listed =
            fresh.json(u"tokens list --filter own:yes "_s + m_sandbox->thisCall(), m_sandbox->value("token"));
        VERIFY_ENDED(listed, 0);
        QCOMPARE(column(listed.records(), "name"), QStringList{u"Latchkey admin"_s});
        const Ended people = fresh.json(u"people list "_s + m_sandbox->thisCall(), m_sandbox->value("token"));
        VERIFY_ENDED(people, 0);
        QVERIFY(!QFile::exists(fresh.accountsFile()));
        QVERIFY(!QFile::exists(fresh.journalFile()));

        const QString id = listed.records().value(0)["id"_L1].toString();
        const Ended own =
            fresh.json(u"revoke --confirm 1 --id %1 "_s.arg(id) + m_sandbox->thisCall(), m_sandbox->value("token"));
        VERIFY_ENDED(own, 5);
        const Ended revoked =
            fresh.json(u"revoke --confirm 1 --filter \"state:expired name:Latchkey\" "_s + m_sandbox->thisCall(),
                       m_sandbox->value("token"));
        VERIFY_ENDED(revoked, 0);
        QCOMPARE(m_sandbox->revoked(), column(revoked.records(), "id"));
    }

    void anAccountLivesFromAddToRemove()
    {
        const QStringList keys =
            documented("id name provider environment baseUrl loginUrl tenant signIn colour readOnly readRetries "
                       "deletesInFlight pageSize identity signedInAs scope settings");
        const QString second = u"accounts add second --environment staging --colour #1b62ae "_s + m_sandbox->thisCall();
        const Ended added = m_latchkey->json(second, m_sandbox->value("token"));
        VERIFY_ENDED(added, 0);
        QCOMPARE(keysOf(added.last()), keys);
        QCOMPARE(added.last()["readOnly"_L1], QJsonValue(false)); // only production begins read-only
        QVERIFY2(added.err.contains("prod-cdn is the same person"), added.err.constData());
        const Ended third =
            m_latchkey->json(u"accounts add third "_s + m_sandbox->thisCall(), m_sandbox->value("engineerToken"));
        QCOMPARE(third.last()["readOnly"_L1], QJsonValue(true));
        QCOMPARE(third.last()["environment"_L1].toString(), u"production"_s);

        QCOMPARE(column(m_latchkey->json(u"accounts list"_s).lines(), "name"),
                 (QStringList{u"prod-cdn"_s, u"second"_s, u"third"_s}));
        QCOMPARE(cellsOf(m_latchkey->run(u"accounts list --format csv"_s).out).size(), 4);
        VERIFY_ENDED(m_latchkey->run(u"accounts edit second --rename other --read-only yes --page-size 50"_s), 0);
        const QJsonObject edited = m_latchkey->json(u"accounts show OTHER"_s).last();
        QCOMPARE(edited["readOnly"_L1], QJsonValue(true));
        QCOMPARE(edited["pageSize"_L1], QJsonValue(50));
        const Ended tested = m_latchkey->json(u"accounts test other"_s);
        VERIFY_ENDED(tested, 0);
        QCOMPARE(tested.last()["identity"_L1]["tenant"_L1]["id"_L1].toString().toUtf8(),
                 m_sandbox->value("customerId"));
        QVERIFY2(tested.err.contains("Not possible"), tested.err.constData());

        VERIFY_ENDED(m_latchkey->run(u"accounts remove other"_s), 2);
        VERIFY_ENDED(m_latchkey->run(u"accounts remove other --confirm other"_s), 0);
        VERIFY_ENDED(m_latchkey->run(u"accounts show other"_s), 2);
        QCOMPARE(m_sandbox->writes(), 0); // its tokens live on
        expectNowhere({m_sandbox->value("token"), m_sandbox->value("engineerToken")}, added.err + tested.err);
    }

    void verboseTellsRequestsAndNoSecret()
    {
        const Ended ended = m_latchkey->run(u"tokens list --verbose"_s);
        VERIFY_ENDED(ended, 0);
        QVERIFY2(ended.err.contains("GET 127.0.0.1 "), ended.err.constData());
        QVERIFY2(ended.err.contains(" 200 "), ended.err.constData());
        QVERIFY2(!ended.err.contains(m_sandbox->value("customerId")), ended.err.constData());
        expectNowhere({m_sandbox->value("token")}, ended.err + ended.out);
    }

    void aPlanIsTheSameWhenItIsCarriedOut()
    {
        const QString choice = u"revoke --account prod-cdn --filter state:expired "_s;
        const Ended dryRun = m_latchkey->json(choice + u"--dry-run"_s);
        VERIFY_ENDED(dryRun, 0);
        const Records planned = dryRun.records();
        for (const QJsonObject &record : planned)
            QCOMPARE(keysOf(record), documented("account id name outcome detail"));
        const int count = dryRun.last()["summary"_L1]["planned"_L1].toInt();
        QCOMPARE(count, dryRun.records().size());
        QVERIFY(dryRun.last()["run"_L1].isNull());

        const QString file = m_latchkey->file(u"plan.json"_s);
        const Ended saved = m_latchkey->json(choice + u"--reason CHG-7 --save-plan "_s + file);
        VERIFY_ENDED(saved, 0);
        QCOMPARE(saved.last()["plan"_L1], dryRun.last()["plan"_L1]);
        QCOMPARE(QFile::permissions(file)
                     & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
                 QFile::Permissions());
        QVERIFY(contentOf(file).contains(dryRun.last()["plan"_L1].toString().toUtf8()));
        QCOMPARE(m_sandbox->writes(), 0);

        const Ended run = m_latchkey->json(u"revoke --confirm %1 --plan %2"_s.arg(count).arg(file));
        VERIFY_ENDED(run, 0);
        QCOMPARE(column(run.records(), "id"), column(dryRun.records(), "id"));
        QCOMPARE(setOf(m_sandbox->revoked()), setOf(column(dryRun.records(), "id")));
        QVERIFY(m_latchkey->run(u"journal export"_s).out.contains(dryRun.last()["plan"_L1].toString().toUtf8()));
        const Ended again = m_latchkey->json(u"revoke --confirm %1 --plan %2"_s.arg(count).arg(file));
        VERIFY_ENDED(again, 0);
        QCOMPARE(again.last()["summary"_L1], (QJsonObject{{u"alreadyGone"_s, count}}));
    }

    void aReceiptIsShownAndSavedInEveryForm()
    {
        const Records all = tokens();
        Records hostile = all;
        hostile.removeIf([](const QJsonObject &token) { return !isFormula(token["name"_L1].toString()); });
        QCOMPARE_GE(hostile.size(), 2);
        const QStringList ids = column(hostile, "id");
        const Ended revoked = m_latchkey->json(
            u"revoke --account prod-cdn --reason =1+1 --confirm %1 --id "_s.arg(ids.size()) + ids.join(u" --id "_s));
        VERIFY_ENDED(revoked, 0);
        const QString run = revoked.last()["run"_L1].toString();

        const Ended runs = m_latchkey->json(u"runs list"_s);
        VERIFY_ENDED(runs, 0);
        QCOMPARE(keysOf(runs.last()), documented("run started ended open accounts reason summary complete"));
        QCOMPARE(runs.last()["run"_L1].toString(), run);
        const Ended shown = m_latchkey->json(u"runs show "_s + run);
        QCOMPARE(shown.out, revoked.out);
        const QString file = m_latchkey->file(u"receipt"_s);
        for (const QString &ending : {u".csv"_s, u".json"_s, u".html"_s}) {
            VERIFY_ENDED(m_latchkey->run(u"runs show %1 --save %2"_s.arg(run, file + ending)), 0);
            const QByteArray content = contentOf(file + ending);
            for (const QString &id : ids)
                QVERIFY(content.contains(id.toUtf8()));
            QVERIFY(!content.contains(m_sandbox->value("token")));
            QCOMPARE(QFile::permissions(file + ending) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        }
        const QList<QStringList> saved = cellsOf(contentOf(file + u".csv"_s));
        for (const QStringList &row : saved)
            QVERIFY2(std::none_of(row.begin(), row.end(), isFormula), qPrintable(row.join(u'|')));
        const QList<QStringList> printed = cellsOf(m_latchkey->run(u"runs show %1 --format csv"_s.arg(run)).out);
        for (const QStringList &row : printed)
            QVERIFY2(std::none_of(row.begin(), row.end(), isFormula), qPrintable(row.join(u'|')));
        VERIFY_ENDED(m_latchkey->run(u"runs show %1 --save %2.txt"_s.arg(run, file)), 2);
        QVERIFY(!QFile::exists(file + u".txt"_s));

        const Ended table = m_latchkey->run(u"runs show "_s + run);
        VERIFY_ENDED(table, 0);
        QCOMPARE(table.out.count("revoked (confirmed)"), ids.size());
        const Ended sound = m_latchkey->json(u"journal verify"_s);
        VERIFY_ENDED(sound, 0);
        QCOMPARE(sound.last()["sound"_L1], QJsonValue(true));
    }

    void whatIsCalledWronglyIsSaid_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("no command, and no display for the window") << QString();
        QTest::newRow("a command that does not exist") << u"tokns list"_s;
        QTest::newRow("a verb that does not exist") << u"tokens lst"_s;
        QTest::newRow("an option that does not exist") << u"tokens list --acount prod-cdn"_s;
        QTest::newRow("a format that does not exist") << u"tokens list --format xml"_s;
        QTest::newRow("an account that does not exist") << u"tokens list --account prod"_s;
        QTest::newRow("no account where one is needed") << u"tokens self"_s;
        QTest::newRow("nothing to revoke") << u"revoke --account prod-cdn"_s;
        QTest::newRow("two ways at once") << u"revoke --account prod-cdn --self --filter own:yes"_s;
        QTest::newRow("a run that does not exist") << u"runs show 1234"_s;
        QTest::newRow("an id with a path in it") << u"tokens show --account prod-cdn ../self"_s;
        QTest::newRow("an account twice") << u"accounts add prod-cdn --provider fastly --secret-stdin"_s;
        QTest::newRow("a provider that does not exist") << u"tokens list --provider fstly --secret-stdin"_s;
        QTest::newRow("an address without TLS")
            << u"tokens list --provider fastly --secret-stdin --base-url http://example.com"_s;
        QTest::newRow("a number out of range") << u"accounts edit prod-cdn --deletes-in-flight 99"_s;
        QTest::newRow("a filter that the provider lacks") << u"tokens list --account prod-cdn --client 7"_s;
    }

    void whatIsCalledWronglyIsSaid()
    {
        QFETCH(const QString, command);
        const Ended ended = m_latchkey->run(command, "key");
        VERIFY_ENDED(ended, 2);
        QCOMPARE(ended.out, QByteArray());
        QVERIFY2(ended.err.startsWith("latchkey: "), ended.err.constData());
        QVERIFY2(ended.err.endsWith(".\n"), ended.err.constData());
        QCOMPARE(ended.err.count('\n'), 1);
        const QJsonObject error = m_latchkey->json(command, "key").error();
        if (!command.isEmpty() && !command.contains("xml"_L1)) {
            QCOMPARE(keysOf(error), documented("kind message status provider account"));
            QCOMPARE(error["kind"_L1].toString(), u"invalidInput"_s);
        }
        QCOMPARE(contentOf(m_latchkey->accountsFile()), m_accounts);
        QCOMPARE(m_sandbox->writes(), 0);
    }

private:
    //! None of them is in `said`, in the journal, or in any file of this latchkey or its keyring.
    void expectNowhere(const QByteArrayList &secrets, const QByteArray &said) const
    {
        QByteArray everything = said + m_latchkey->run(u"journal export"_s).out;
        for (const QString &folder : {QDir::homePath(), m_latchkey->file(QString())}) {
            QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (files.hasNext())
                everything += contentOf(files.next());
        }
        QVERIFY(everything.contains("prod-cdn")); // it did look
        for (const QByteArray &secret : secrets) {
            QVERIFY(!secret.isEmpty());
            QVERIFY2(!everything.contains(secret), "a secret has been kept");
            QVERIFY2(!everything.contains(secret.toBase64()), "a secret has been kept");
        }
    }
};

LATCHKEY_KEYRING_MAIN(TestCommandLine)

#include "tst_commandline.moc"
