#include "tests/endtoend/programs.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <QUrlQuery>

using namespace latchkey::test;
using namespace Qt::StringLiterals;

#define VERIFY_ENDED(ended, expected) QVERIFY2((ended).code == (expected), (ended).text().constData())

namespace {

QByteArray jsonOf(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

//! {outcome: count} of the last line.
QJsonObject outcomesOf(const Ended &ended) { return ended.last()[u"summary"].toObject(); }

QJsonObject only(const char *outcome, int count) { return {{QLatin1String(outcome), count}}; }

//! Ids in the ledger that changed so, in order.
QStringList changed(const Sandbox &sandbox, const char *provider, const char *change)
{
    QStringList ids;
    const QList<QJsonObject> entries = sandbox.ledger();
    for (const QJsonObject &entry : entries) {
        if (entry[u"provider"].toString() == QLatin1String(provider)
            && entry[u"change"].toString() == QLatin1String(change))
            ids += entry[u"id"].toString();
    }
    return ids;
}

} // namespace

//! Every provider's work from sign-in to receipt, over HTTP, with the programs as they are installed: what the ledger
//! says is what the receipts say.
class TestProviders : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<Latchkey> m_latchkey;

    [[nodiscard]] QString at(const char *provider, const char *key) const
    {
        return QString::fromUtf8(m_sandbox->value(provider, key));
    }
    [[nodiscard]] Ended json(const QString &command, const QByteArray &input = {}) const
    {
        return m_latchkey->json(command, input);
    }
    void addAuthlete()
    {
        const Ended added = json(u"accounts add login --provider authlete --read-only no --secret-stdin "
                                 "--environment staging --base-url %1 --tenant %2"_s.arg(at("authlete", "baseUrl"),
                                                                                         at("authlete", "serviceId")),
                                 m_sandbox->value("authlete", "token"));
        VERIFY_ENDED(added, 0);
    }
    void addGenesys()
    {
        const QJsonObject client{{u"clientId"_s, at("genesys", "clientId")},
                                 {u"clientSecret"_s, at("genesys", "clientSecret")}};
        const Ended added = json(u"accounts add care --provider genesys --read-only no --secret-stdin "
                                 "--environment staging --base-url %1 --login-url %2"_s.arg(at("genesys", "baseUrl"),
                                                                                            at("genesys", "loginUrl")),
                                 jsonOf(client));
        VERIFY_ENDED(added, 0);
    }
    void addKnetik()
    {
        const QJsonObject admin{{u"login"_s, at("knetik", "username")},
                                {u"password"_s, at("knetik", "password")},
                                {u"clientId"_s, at("knetik", "clientId")}};
        const Ended added = json(u"accounts add arcade --provider knetik --read-only no --secret-stdin "
                                 "--environment staging --base-url %1"_s.arg(at("knetik", "baseUrl")),
                                 jsonOf(admin));
        VERIFY_ENDED(added, 0);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasKeyring())
            QSKIP("Needs dbus-run-session and gnome-keyring-daemon.");
    }
    void init()
    {
        m_sandbox = std::make_unique<Sandbox>(u"--tokens 300"_s);
        m_latchkey = std::make_unique<Latchkey>();
    }

    void authleteFromSignInToReceipt()
    {
        addAuthlete();
        const Ended listed = json(u"tokens list --account login"_s);
        VERIFY_ENDED(listed, 0);
        const QList<QJsonObject> tokens = listed.records();
        QCOMPARE(tokens.size(), 300);
        QVERIFY(tokens[0][u"name"].isNull() && tokens[0][u"lastUsed"].isNull()); // not reported, and never "never"

        const QString one = tokens[0][u"id"].toString();
        const Ended shown = json(u"tokens show --account login %1"_s.arg(one));
        VERIFY_ENDED(shown, 0);
        QCOMPARE(shown.lines()[0][u"answer"][u"accessTokenHash"].toString(), one);

        const QString client = at("authlete", "clientId");
        const QString scope = at("authlete", "scopes").section(u',', 0, 0);
        const Ended created = json(u"tokens create --account login --client %1 --scope %2"_s.arg(client, scope));
        VERIFY_ENDED(created, 0);
        const QString made = created.lines()[0][u"id"].toString();
        QCOMPARE(changed(*m_sandbox, "authlete", "created"), QStringList{made});

        const Ended rotated =
            json(u"tokens update --account login %1 --field accessTokenValueUpdated=true"_s.arg(made));
        VERIFY_ENDED(rotated, 0);
        QCOMPARE(rotated.err, QByteArray());
        const QByteArray value = rotated.lines()[0][u"value"].toString().toUtf8();
        QVERIFY(!value.isEmpty());
        QVERIFY(value != created.lines()[0][u"value"].toString().toUtf8());
        QVERIFY(!contentOf(m_latchkey->journalFile()).contains(value));

        const Ended byValue = json(u"revoke --account login --value-stdin --confirm 1"_s, value);
        VERIFY_ENDED(byValue, 0);
        QCOMPARE(outcomesOf(byValue), only("confirmed", 1));
        QVERIFY(!contentOf(m_latchkey->journalFile()).contains(value));

        const Ended byId = json(u"revoke --account login --id %1 --confirm 1"_s.arg(one));
        VERIFY_ENDED(byId, 0);
        QCOMPARE(outcomesOf(byId), only("confirmed", 1));
        QVERIFY(changed(*m_sandbox, "authlete", "revoked").contains(one));

        const QString subject = [&tokens] {
            for (const QJsonObject &token : tokens.mid(1)) {
                if (token[u"owner"].isObject())
                    return token[u"owner"][u"id"].toString();
            }
            return QString();
        }();
        QStringList theirs;
        for (const QJsonObject &token : tokens.mid(1)) {
            if (token[u"owner"][u"id"].toString() == subject)
                theirs += token[u"id"].toString();
        }
        const Ended dry = json(u"revoke --account login --dry-run --person \"%1\""_s.arg(subject));
        VERIFY_ENDED(dry, 0);
        const qsizetype before = changed(*m_sandbox, "authlete", "revoked").size();
        const Ended wide = json(u"revoke --account login --person \"%1\" --confirm \"%1\""_s.arg(subject));
        VERIFY_ENDED(wide, 0);
        QCOMPARE(outcomesOf(wide), only("confirmed", 1));
        QCOMPARE(wide.records()[0][u"detail"].toString(), u"%1 revoked"_s.arg(theirs.size())); // as the answer counted
        QCOMPARE(setOf(changed(*m_sandbox, "authlete", "revoked").mid(before)), setOf(theirs));

        // Many, by a filter: one call each, and every one of them looked for.
        const QStringList expired =
            column(json(u"tokens list --account login --filter state:expired"_s).records(), "id");
        QVERIFY(expired.size() > 20);
        const qsizetype soFar = changed(*m_sandbox, "authlete", "revoked").size();
        const Ended many = json(u"revoke --account login --filter state:expired --confirm %1"_s.arg(expired.size()));
        VERIFY_ENDED(many, 0);
        QCOMPARE(outcomesOf(many), only("confirmed", int(expired.size())));
        QCOMPARE(setOf(changed(*m_sandbox, "authlete", "revoked").mid(soFar)), setOf(expired));

        const Ended own = json(u"revoke --account login --self"_s);
        VERIFY_ENDED(own, 2);
        QVERIFY2(own.error()[u"message"].toString().contains(u"console"), own.err.constData());
    }

    void genesysFromSignInToReceipt()
    {
        addGenesys();
        const Ended listed = json(u"tokens list --account care"_s);
        VERIFY_ENDED(listed, 0);
        QCOMPARE(listed.records().size(), 1);
        QCOMPARE(listed.records()[0][u"kind"].toString(), u"ownSession"_s);
        QCOMPARE(listed.records()[0][u"isOwn"].toBool(), true);

        const Ended people = json(u"people list --account care"_s);
        VERIFY_ENDED(people, 0);
        QVERIFY(people.records().size() >= 30);
        QVERIFY(people.records()[0][u"tokens"].isNull());
        const QJsonObject person = people.records()[5];
        const Ended found = json(u"people list --account care --find %1"_s.arg(person[u"email"].toString()));
        VERIFY_ENDED(found, 0);
        QCOMPARE(column(found.records(), "id"), QStringList{person[u"id"].toString()});
        const QString email = person[u"email"].toString();
        const Ended refused = json(u"revoke --account care --person %1 --confirm 1"_s.arg(email));
        VERIFY_ENDED(refused, 2); // a wide call wants the name
        const Ended ended = json(u"revoke --account care --person %1 --confirm %1"_s.arg(email));
        VERIFY_ENDED(ended, 0);
        QCOMPARE(outcomesOf(ended), only("unprovable", 1));
        QCOMPARE(changed(*m_sandbox, "genesys", "revoked"), QStringList{person[u"id"].toString()});

        const Ended timeout = json(u"timeout set --account care --minutes 30"_s);
        VERIFY_ENDED(timeout, 0);
        QCOMPARE(json(u"timeout show --account care"_s).lines()[0][u"seconds"].toInt(), 1800);
        VERIFY_ENDED(json(u"timeout set --account care --minutes 1"_s), 5); // the provider's least is five

        const Ended clients = json(u"clients list --account care"_s);
        VERIFY_ENDED(clients, 0);
        const QString own = at("genesys", "clientId");
        QString victim;
        QString victimName;
        const QList<QJsonObject> rows = clients.lines();
        for (const QJsonObject &client : rows) {
            if (victim.isEmpty() && client[u"id"].toString() != own && client[u"state"].toString() == u"active") {
                victim = client[u"id"].toString();
                victimName = client[u"name"].toString();
            }
        }
        const Ended disabled = json(u"clients disable --account care %1 --confirm \"%2\""_s.arg(victim, victimName));
        VERIFY_ENDED(disabled, 0);
        QCOMPARE(outcomesOf(disabled), only("unprovable", 1));
        const Ended ours = json(u"clients disable --account care %1 --confirm x"_s.arg(own));
        VERIFY_ENDED(ours, 5); // it would end this app's own access: left out, and nothing is left
        QCOMPARE(m_sandbox->requests("genesys.putOauthClient"), 1);

        const Ended self = json(u"revoke --account care --self --confirm care"_s);
        VERIFY_ENDED(self, 0);
        QCOMPARE(outcomesOf(self), only("confirmed", 1));
    }

    void knetikFromSignInToReceipt()
    {
        addKnetik();
        QVERIFY(!contentOf(m_latchkey->accountsFile()).contains(m_sandbox->value("knetik", "password")));
        const Ended listed = json(u"tokens list --account arcade"_s);
        VERIFY_ENDED(listed, 0);
        const QList<QJsonObject> tokens = listed.records();
        QCOMPARE(tokens.size(), 300);
        QVERIFY(tokens[0][u"created"].isNull() && tokens[0][u"expires"].isNull()); // not reported

        QJsonObject one;
        for (const QJsonObject &token : tokens) {
            if (one.isEmpty() && !token[u"isOwn"].toBool())
                one = token;
        }
        const QString id = one[u"id"].toString();
        const Ended shown = json(u"tokens show --account arcade \"%1\""_s.arg(id));
        VERIFY_ENDED(shown, 0);
        QVERIFY(!shown.lines()[0][u"answer"].toObject().contains(u"token"_s));
        const Ended value = m_latchkey->run(u"tokens show --account arcade --value \"%1\""_s.arg(id));
        VERIFY_ENDED(value, 0);
        QVERIFY(!value.out.trimmed().isEmpty());
        QVERIFY(!shown.out.contains(value.out.trimmed()));

        const Ended revoked = json(u"revoke --account arcade --id \"%1\" --confirm 1"_s.arg(id));
        VERIFY_ENDED(revoked, 0);
        QCOMPARE(outcomesOf(revoked), only("confirmed", 1));
        QCOMPARE(changed(*m_sandbox, "knetik", "revoked"), QStringList{id});

        // Nobody that this app signs in with, and a name without quotes of its own.
        QString person;
        for (const QJsonObject &token : tokens) {
            const QString owner = token[u"owner"][u"id"].toString();
            const bool isPlain = !owner.isEmpty() && !owner.contains(u'"') && !owner.contains(u'\\');
            if (person.isEmpty() && isPlain && owner != at("knetik", "username") && token[u"id"].toString() != id)
                person = owner;
        }
        QStringList theirs;
        for (const QJsonObject &token : tokens) {
            if (token[u"owner"][u"id"].toString() == person && token[u"id"].toString() != id)
                theirs += token[u"id"].toString();
        }
        const Ended people = json(u"people list --account arcade"_s);
        VERIFY_ENDED(people, 0);
        QString name;
        const QList<QJsonObject> rows = people.records();
        for (const QJsonObject &row : rows) {
            if (row[u"id"].toString() == person)
                name = row[u"email"].isNull() ? row[u"name"].toString() : row[u"email"].toString();
        }
        if (name.isEmpty())
            name = person;
        const Ended wide = json(u"revoke --account arcade --person \"%1\" --confirm \"%2\""_s.arg(person, name));
        VERIFY_ENDED(wide, 0);
        QCOMPARE(outcomesOf(wide), only("confirmed", 1));
        QCOMPARE(setOf(changed(*m_sandbox, "knetik", "revoked").mid(1)), setOf(theirs));

        const QString client = tokens[0][u"client"][u"id"].toString();
        const QString filter = u"client:%1 own:no"_s.arg(client);
        const QStringList theirClients =
            column(json(u"tokens list --account arcade --filter \"%1\""_s.arg(filter)).records(), "id");
        QVERIFY(theirClients.size() > 5);
        const qsizetype soFar = changed(*m_sandbox, "knetik", "revoked").size();
        const Ended many =
            json(u"revoke --account arcade --filter \"%1\" --confirm %2"_s.arg(filter).arg(theirClients.size()));
        VERIFY_ENDED(many, 0);
        QCOMPARE(outcomesOf(many), only("confirmed", int(theirClients.size())));
        QCOMPARE(setOf(changed(*m_sandbox, "knetik", "revoked").mid(soFar)), setOf(theirClients));

        const Ended own = json(u"revoke --account arcade --self --confirm arcade"_s);
        VERIFY_ENDED(own, 0);
        QCOMPARE(outcomesOf(own), only("confirmed", 1));
        VERIFY_ENDED(json(u"tokens list --account arcade"_s), 3); // asked for a new sign-in
    }

    //! The browser of the desktop is a program that notes the page; this test then is the browser.
    void genesysSignInByBrowser()
    {
        const QString page = startBrowserSignIn();
        QNetworkAccessManager browser;
        const std::unique_ptr<QNetworkReply> reply(browser.get(QNetworkRequest(QUrl(page))));
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        const Ended ended = Latchkey::wait(*m_signIn);
        VERIFY_ENDED(ended, 0);
        QVERIFY(!ended.lines()[0][u"identity"][u"principal"][u"id"].isNull()); // a user, not the client
        const Ended listed = json(u"tokens list --account agent"_s);
        VERIFY_ENDED(listed, 0);
        const QString user = listed.records()[0][u"owner"][u"id"].toString();
        const Ended own = json(u"revoke --account agent --person %1 --confirm %1"_s.arg(user));
        VERIFY_ENDED(own, 5); // all sessions of who is signed in: left out
        QCOMPARE(changed(*m_sandbox, "genesys", "revoked"), QStringList());
    }

    void aWrongStateIsRefused()
    {
        const QUrl page(startBrowserSignIn());
        const QString redirect = QUrlQuery(page).queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded);
        QNetworkAccessManager browser;
        const QUrl forged(redirect + u"?code=stolen&state=of-somebody-else"_s);
        const std::unique_ptr<QNetworkReply> reply(browser.get(QNetworkRequest(forged)));
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
        const Ended ended = Latchkey::wait(*m_signIn);
        VERIFY_ENDED(ended, 3);
        QCOMPARE(m_sandbox->requests("genesys.token"), 0);
        QVERIFY(!contentOf(m_latchkey->accountsFile()).contains("agent"));
    }

private:
    std::unique_ptr<QProcess> m_signIn;

    //! Begins to add an account by browser, and returns the page that the browser was to show.
    QString startBrowserSignIn()
    {
        const QString noted = m_latchkey->file(u"page"_s);
        write(m_latchkey->file(u"xdg-open"_s),
              "#!/bin/sh\nprintf '%s' \"$1\" > \"$NOTED.part\" && mv \"$NOTED.part\" \"$NOTED\"\n");
        QFile::setPermissions(m_latchkey->file(u"xdg-open"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        m_latchkey->setEnvironment(u"NOTED"_s, noted);
        m_latchkey->setEnvironment(u"PATH"_s, m_latchkey->file(QString()) + u':' + qEnvironmentVariable("PATH"));
        m_signIn = m_latchkey->start(u"accounts add agent --provider genesys --sign-in browser --format json "
                                     "--environment staging --setting clientId=%1 --setting port=0 --base-url %2 "
                                     "--login-url %3"_s.arg(at("genesys", "browserClientId"), at("genesys", "baseUrl"),
                                                            at("genesys", "loginUrl")));
        [&] { QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(noted), 20'000); }();
        return QString::fromUtf8(contentOf(noted));
    }
};

LATCHKEY_KEYRING_MAIN(TestProviders)
#include "tst_providers.moc"
