#include "models/inventory/tokenfilter.h"
#include "models/inventory/tokenselect.h"

#include "invented.h"

#include <QTest>

using namespace latchkey;
using namespace Qt::StringLiterals;

//! What a filter line means, and what is wrong with it.
class TestTokenFilter : public QObject
{
    Q_OBJECT

private:
    StandingClock m_clock;
    TokenTable m_table{m_clock};

    //! Each token differs from the others in what its id says; "bare" has nothing reported.
    static QList<Token> productionTokens()
    {
        QList<Token> tokens;
        const auto add = [&tokens](const QString &id) -> Token & { return tokens.emplace_back(inventedToken(id)); };
        add(u"bare"_s);
        Token &full = add(u"full"_s);
        full.name = u"Deploy Zürich"_s;
        full.kind = TokenKind::Automation;
        full.state = TokenState::Active;
        full.owner = Named{u"u-ann"_s, {}};
        full.client = Named{u"c-77"_s, u"Web Shop"_s};
        full.scopes = QStringList{u"global:read"_s, u"purge_all"_s};
        full.resources = QStringList{u"SVC1"_s, u"SVC2"_s};
        full.created = daysFromNow(-100);
        full.lastUsed = daysFromNow(-10);
        full.expires = daysFromNow(10);
        full.lastIp = u"10.1.2.3"_s;
        Token &idle = add(u"idle"_s);
        idle.name = u"keep me"_s;
        idle.kind = TokenKind::User;
        idle.owner = Named{u"u-bob"_s, u"Bob Smith"_s};
        idle.scopes = QStringList{u"global"_s};
        idle.resources = QStringList{};
        idle.created = daysFromNow(-400);
        idle.lastUsed = daysFromNow(-200);
        idle.expires = Moment::never();
        idle.lastIp = u"110.1.2.3"_s;
        Token &fresh = add(u"new-unused"_s);
        fresh.name = u""_s;
        fresh.kind = TokenKind::BrowserSession;
        fresh.scopes = QStringList{};
        fresh.created = daysFromNow(-1);
        fresh.lastUsed = Moment::never();
        fresh.expires = daysFromNow(-1);
        Token &old = add(u"old-unused"_s);
        old.created = daysFromNow(-300);
        old.lastUsed = Moment::never();
        old.state = TokenState::Suspended;
        old.expires = daysFromNow(-1);
        Token &undated = add(u"undated-unused"_s);
        undated.lastUsed = Moment::never();
        return tokens;
    }

    //! Ids of the tokens that a line lets pass, those of the other account with its name.
    QString matching(const QString &line)
    {
        const auto filter = TokenFilter::parse(line);
        if (!filter)
            return u"error: "_s + filter.error().message;
        const auto snapshot = m_table.snapshot();
        QStringList ids;
        for (const quint32 number : select(*snapshot, *filter, m_clock.nowMs())) {
            const InventoryRow row = snapshot->row(number);
            ids += row.account().name == u"prod-cdn"_s ? row.id() : row.account().name + u'/' + row.id();
        }
        return ids.join(u' ');
    }

private Q_SLOTS:
    void initTestCase()
    {
        AccountRow production = inventedAccount(u"prod-cdn"_s);
        production.environment = Environment::Production;
        m_table.setOwnTokens({{production.provider, production.origin, production.tenant, {u"full"_s}}});
        load(m_table, production, productionTokens());
        m_table.setOwnerNames(production.id, {{{u"u-ann"_s}, u"Änn Lee"_s}});
        Token other = inventedToken(u"other"_s, u"keep you"_s);
        other.scopes = QStringList{u"global"_s};
        load(m_table, inventedAccount(u"prod"_s, u"authlete"_s), {other});
    }

    void matches_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("ids");
        const auto row = [](const char *name, const QString &line, const QString &ids) {
            QTest::newRow(name) << line << ids;
        };
        const QString all = u"bare full idle new-unused old-unused undated-unused prod/other"_s;
        row("nothing typed", u""_s, all);
        row("space alone", u"  \t "_s, all);

        row("free text in a name", u"deploy"_s, u"full"_s);
        row("free text in an id", u"UNUSED"_s, u"new-unused old-unused undated-unused"_s);
        row("free text in an owner that the list names", u"smith"_s, u"idle"_s);
        row("free text in an owner that people() named", u"lee"_s, u"full"_s);
        row("free text in a client", u"shop"_s, u"full"_s);
        row("free text in a scope", u"purge"_s, u"full"_s);
        row("free text in a resource", u"svc2"_s, u"full"_s);
        row("free text in an address", u"0.1.2.3"_s, u"full idle"_s);
        row("free text does not reach from one field into the next", u"\"idlekeep\""_s, u""_s);
        row("free text does not reach from one row into the next", u"barefull"_s, u""_s);
        row("free texts must all be found", u"keep me"_s, u"idle"_s);
        row("quoted text keeps its space", u"\"keep m\""_s, u"idle"_s);
        row("free text without accents", u"zurich ann"_s, u"full"_s);
        row("free text with other accents", u"ZÛRÏCH"_s, u"full"_s);
        row("a quote inside quotes", u"\"a\\\"b\""_s, u""_s);
        row("negated free text", u"-unused -keep"_s, u"bare full"_s);
        row("quoted text may look like a condition", u"\"owner:ann\""_s, u""_s);
        row("a hyphen inside a word excludes nothing", u"new-unused"_s, u"new-unused"_s);

        row("name anywhere in the text", u"name:ploy"_s, u"full"_s);
        row("name does not look into ids", u"name:idle"_s, u""_s);
        row("id does not look into names", u"id:keep"_s, u""_s);
        row("id anywhere in the text", u"id:old"_s, u"old-unused"_s);
        row("not the name: no name, no answer", u"-name:keep"_s, u"full new-unused"_s);
        row("name not reported", u"name:not-reported"_s, u"bare old-unused undated-unused"_s);
        row("name reported", u"-name:not-reported"_s, u"full idle new-unused prod/other"_s);
        row("the word in quotes is text", u"name:\"not-reported\""_s, u""_s);

        row("provider by its id", u"provider:fastly"_s, u"bare full idle new-unused old-unused undated-unused"_s);
        row("provider by its name", u"provider:Authlete"_s, u"prod/other"_s);
        row("account is the whole name", u"account:prod"_s, u"prod/other"_s);
        row("account by its beginning", u"account:prod-*"_s, u"bare full idle new-unused old-unused undated-unused"_s);
        row("not the account", u"-account:prod-cdn"_s, u"prod/other"_s);
        row("environment", u"environment:staging"_s, u"prod/other"_s);
        row("own", u"own:yes"_s, u"full"_s);
        row("not own", u"own:no keep"_s, u"idle prod/other"_s);
        row("not own, negated", u"-own:yes keep"_s, u"idle prod/other"_s);

        row("owner by id", u"owner:u-ann"_s, u"full"_s);
        row("owner by the name from people()", u"owner:änn"_s, u"full"_s);
        row("exactly an owner's id", u"owner=u-ann"_s, u"full"_s);
        row("exactly an owner's name from people()", u"owner=\"Änn Lee\""_s, u"full"_s);
        row("exactly an owner's name", u"owner=\"Bob Smith\""_s, u"idle"_s);
        row("a part of an owner is not it", u"owner=u-"_s, u""_s);
        row("an owner in other letters is not it", u"owner=U-ANN"_s, u""_s);
        row("not exactly an owner", u"-owner=u-ann"_s, u"idle"_s);
        row("exactly an id", u"id=bare"_s, u"bare"_s);
        row("several values of one key", u"owner:ann owner:bob"_s, u"full idle"_s);
        row("not the owner: unknown owners do not pass", u"-owner:ann"_s, u"idle"_s);
        row("neither owner", u"-owner:ann -owner:bob"_s, u""_s);
        row("owner not reported", u"owner:not-reported keep"_s, u"prod/other"_s);
        row("owner not reported, or bob", u"owner:not-reported owner:bob keep"_s, u"idle prod/other"_s);
        row("owner reported", u"-owner:not-reported"_s, u"full idle"_s);
        row("client by id", u"client:c-77"_s, u"full"_s);
        row("client by name", u"client:\"web shop\""_s, u"full"_s);
        row("not the client", u"-client:web"_s, u""_s);
        row("client not reported", u"client:not-reported own:yes"_s, u""_s);

        row("scope is a whole scope", u"scope:global"_s, u"idle prod/other"_s);
        row("scope by its beginning", u"scope:global*"_s, u"full idle prod/other"_s);
        row("scope with a colon", u"scope:global:read"_s, u"full"_s);
        row("two scopes: one is enough", u"scope:global scope:purge_all"_s, u"full idle prod/other"_s);
        row("not the scope: a token without scopes passes", u"-scope:global"_s, u"full new-unused"_s);
        row("scope not reported", u"scope:not-reported"_s, u"bare old-unused undated-unused"_s);

        row("resource", u"resource:svc1"_s, u"full"_s);
        row("service is resource", u"service:svc1 resource:none"_s, u"full"_s);
        row("all resources", u"resource:all"_s, u"idle"_s);
        row("not all resources", u"-resource:all"_s, u"full"_s);
        row("not a resource: all is not that one", u"-resource:svc1"_s, u"idle"_s);
        row("resource not reported", u"resource:not-reported keep"_s, u"prod/other"_s);
        row("ip by its beginning", u"ip:10.1."_s, u"full"_s);
        row("not the ip", u"-ip:10.1."_s, u"idle"_s);
        row("ip not reported", u"ip:not-reported keep"_s, u"prod/other"_s);

        row("kind", u"kind:automation"_s, u"full"_s);
        row("kind in any case", u"KIND:browsersession"_s, u"new-unused"_s);
        row("not the kind", u"-kind:user"_s, u"full new-unused"_s);
        row("kind not reported", u"kind:not-reported keep"_s, u"prod/other"_s);
        row("state as the provider says", u"state:active"_s, u"full"_s);
        row("state expired by date", u"state:expired"_s, u"new-unused"_s);
        row("suspended stays suspended", u"state:suspended"_s, u"old-unused"_s);
        row("not expired: unknown states do not pass", u"-state:expired"_s, u"full old-unused"_s);
        row("state not reported", u"state:not-reported"_s, u"bare idle undated-unused prod/other"_s);

        row("created before a day", u"created<2025-01-01"_s, u"idle"_s);
        row("created on a day", u"created:2025-11-30"_s, u"new-unused"_s);
        row("after a day is after its end", u"created>2025-11-30"_s, u""_s);
        row("from a day on", u"created>=2025-11-30"_s, u"new-unused"_s);
        row("up to a day", u"created<=2025-11-30 created>=2025-08-01"_s, u"full new-unused"_s);
        row("before a day is before its beginning", u"created<2025-11-30 created>2025-08-01"_s, u"full"_s);
        row("a time of day", u"created>2025-11-30T11:59:59Z created<2025-11-30T12:00:01Z"_s, u"new-unused"_s);
        row("that very second", u"created:2025-11-30T12:00:00Z"_s, u"new-unused"_s);
        row("not before: unknown does not pass", u"-created<2025-01-01"_s, u"full new-unused old-unused"_s);
        row("created lately", u"created<2d"_s, u"new-unused"_s);
        row("created long ago", u"created>350d"_s, u"idle"_s);
        row("created in a range of ages", u"created>2w created<1y"_s, u"full old-unused"_s);
        row("months and years", u"created>10m created<2y"_s, u"idle"_s);
        row("hours", u"created<25h"_s, u"new-unused"_s);
        row("an age to the millisecond is neither more nor less", u"created<1d created>1d"_s, u""_s);
        row("an age to the millisecond is both at least and at most", u"created<=1d created>=1d"_s, u"new-unused"_s);
        row("created not reported", u"created:not-reported"_s, u"bare undated-unused prod/other"_s);

        row("unused for long, since its creation where never used", u"unused>90d"_s, u"idle old-unused"_s);
        row("unused not for long", u"unused<90d"_s, u"full new-unused"_s);
        row("not unused for long: unknown does not pass", u"-unused>90d"_s, u"full new-unused"_s);
        row("unused not reported", u"unused:not-reported"_s, u"bare prod/other"_s);
        row("last used", u"last-used>90d"_s, u"idle"_s);
        row("last used lately", u"last-used<11d"_s, u"full"_s);
        row("last used after a day", u"last-used>2025-01-01"_s, u"full idle"_s);
        row("never used", u"last-used:never"_s, u"new-unused old-unused undated-unused"_s);
        row("used", u"-last-used:never"_s, u"full idle"_s);
        row("last use not reported", u"last-used:not-reported"_s, u"bare prod/other"_s);
        row("never is no time, and yet known", u"-last-used>90d"_s, u"full new-unused old-unused undated-unused"_s);

        row("expires soon or has expired", u"expires<14d"_s, u"full new-unused old-unused"_s);
        row("expires soon", u"expires<14d expires>0d"_s, u"full"_s);
        row("expires late", u"expires>14d"_s, u""_s);
        row("never expires", u"expires:never"_s, u"idle"_s);
        row("expires late or never", u"expires>5d expires:never"_s, u"full idle"_s);
        row("a range, or never", u"expires>5d expires<20d expires:never"_s, u"full idle"_s);
        row("expires ever", u"-expires:never"_s, u"full new-unused old-unused"_s);
        row("expiry not reported", u"expires:not-reported"_s, u"bare undated-unused prod/other"_s);

        row("everything at once",
            u"provider:fastly account:prod-cdn owner:ann scope:purge* unused<90d kind:automation \"zürich\" -name:keep"_s,
            u"full"_s);
        row("the same key allowed and excluded", u"owner:u- -owner:bob"_s, u"full"_s);
    }

    void matches()
    {
        QFETCH(QString, line);
        QFETCH(QString, ids);
        QCOMPARE(matching(line), ids);
    }

    void errorsSayWhereAndWhatToDo_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("about"); // what of the line the error is about
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QString &line, const QString &about, const QString &says) {
            QTest::newRow(name) << line << about << says;
        };
        row("an unknown key", u"kind:user ownr:ann"_s, u"ownr"_s, u"provider, account"_s);
        row("an unknown key, negated", u"-ownr:ann"_s, u"ownr"_s, u"no key “ownr”"_s);
        row("a link is not a key", u"https://example.com"_s, u"https"_s, u"in quotes"_s);
        row("a value is missing", u"kind:user owner:"_s, u"owner:"_s, u"missing"_s);
        row("a value is missing before a space", u"owner: ann"_s, u"owner:"_s, u"missing"_s);
        row("a comparison without a value", u"unused>"_s, u"unused>"_s, u"missing"_s);
        row("an open quote", u"name:\"abc def"_s, u"\"abc def"_s, u"not closed"_s);
        row("an open quote alone", u"abc \""_s, u"\""_s, u"not closed"_s);
        row("an open quote behind a backslash", u"\"abc\\\""_s, u"\"abc\\\""_s, u"not closed"_s);
        row("nothing in quotes", u"name:\"\""_s, u"\"\""_s, u"nothing"_s);
        row("text behind a quote", u"\"abc\"def"_s, u"\"abc\""_s, u"space"_s);
        row("a minus alone", u"abc - def"_s, u"-"_s, u"-name:keep"_s);
        row("only texts are equal", u"scope=purge"_s, u"scope="_s, u"scope:value"_s);
        row("times are not either", u"unused=90d"_s, u"unused="_s, u"unused>value"_s);
        row("a text key does not compare", u"owner>ann"_s, u"owner>"_s, u"owner:value"_s);
        row("an unknown kind", u"kind:robot"_s, u"robot"_s, u"automation"_s);
        row("an unknown state", u"state:dead"_s, u"dead"_s, u"suspended, not-reported"_s);
        row("an unknown environment", u"environment:test"_s, u"test"_s, u"staging"_s);
        row("own takes yes or no", u"own:maybe"_s, u"maybe"_s, u"no, yes"_s);
        row("own is always known", u"own:not-reported"_s, u"not-reported"_s, u"no, yes"_s);
        row("no date", u"created>yesterday"_s, u"yesterday"_s, u"2024-01-31"_s);
        row("a day that is none", u"created>2023-02-29"_s, u"2023-02-29"_s, u"2024-01-31"_s);
        row("created cannot be never", u"created:never"_s, u"never"_s, u"not a time"_s);
        row("a duration needs a comparison", u"created:90d"_s, u"created:90d"_s, u"created<90d"_s);
        row("never is not compared", u"expires>never"_s, u"expires>never"_s, u"colon"_s);
        row("not-reported is not compared", u"expires<not-reported"_s, u"expires<not-reported"_s, u"colon"_s);
        row("unused takes no date", u"unused>2024-01-01"_s, u"2024-01-01"_s, u"unused>90d"_s);
        row("unused takes no never", u"unused:never"_s, u"never"_s, u"unused>90d"_s);
        row("a unit that is none", u"unused>90q"_s, u"90q"_s, u"h, d, w, m, y"_s);
        row("a duration without a number", u"unused>d"_s, u"d"_s, u"unused>90d"_s);
        row("a negative duration", u"unused>-5d"_s, u"-5d"_s, u"unused>90d"_s);
        row("a duration beyond all time", u"unused>9999999999d"_s, u"9999999999d"_s, u"unused>90d"_s);
    }

    void errorsSayWhereAndWhatToDo()
    {
        QFETCH(QString, line);
        QFETCH(QString, about);
        QFETCH(QString, says);
        const auto filter = TokenFilter::parse(line);
        QVERIFY(!filter);
        QCOMPARE(line.sliced(filter.error().start, filter.error().length), about);
        QVERIFY2(filter.error().message.contains(says), qPrintable(filter.error().message));
        QVERIFY(filter.error().message.endsWith(u'.'));
    }

    void conditionsKnowTheirPlaces()
    {
        const QString line = u"  kind:user  -name:\"a b\" free unused>90d "_s;
        const auto filter = TokenFilter::parse(line);
        QVERIFY(filter);
        QCOMPARE(filter->line(), line);
        QStringList pieces;
        for (const FilterCondition &condition : filter->conditions())
            pieces += line.sliced(condition.start, condition.length);
        QCOMPARE(pieces, QStringList({u"kind:user"_s, u"-name:\"a b\""_s, u"free"_s, u"unused>90d"_s}));
    }

    void everyKeyParses()
    {
        for (const QString &key : TokenFilter::keys()) {
            const auto filter = TokenFilter::parse(key + u":\"x\""_s);
            if (!filter)
                QVERIFY2(!filter.error().message.contains(u"no key"), qPrintable(filter.error().message));
        }
        QCOMPARE(TokenFilter::keys().size(), 18);
    }

    void aQuotedValueIsReadAsItWas_data()
    {
        QTest::addColumn<QString>("value");
        const QStringList values{
            u"ann"_s,    u"ann kowalski"_s, u"never"_s,          u"All"_s,   u"not-reported"_s, u"-x"_s,
            u"purge*"_s, u"a\"b\\c"_s,      u"https://x:8080"_s, u"a<b>c"_s, u"Åsa"_s};
        for (const QString &value : values)
            QTest::newRow(qPrintable(value)) << value;
    }
    void aQuotedValueIsReadAsItWas()
    {
        QFETCH(const QString, value);
        const auto filter = TokenFilter::parse(u"owner:"_s + TokenFilter::quoted(value));
        QVERIFY(filter);
        QCOMPARE(filter->conditions().size(), 1);
        QCOMPARE(filter->conditions().first().text, value);
        QCOMPARE(filter->conditions().first().word, FilterCondition::Word::None);
        QVERIFY(!filter->conditions().first().isPrefix);
    }

    void everyWordOfAKeyParses()
    {
        const QStringList keys = TokenFilter::keys();
        for (const QString &key : keys) {
            const QStringList words = TokenFilter::words(key);
            for (const QString &word : words)
                QVERIFY2(TokenFilter::parse(key + u':' + word), qPrintable(key + u':' + word));
        }
        QCOMPARE(TokenFilter::words(u"own"_s), (QStringList{u"no"_s, u"yes"_s}));
        QVERIFY(TokenFilter::words(u"expires"_s).contains(u"never"_s));
    }

    void textIsFoundWhereverItStands()
    {
        // Around the ends of the 16 bytes that are compared at once.
        for (int length = 1; length < 40; ++length) {
            const std::string needle = std::string(size_t(length) - 1, 'a') + 'b';
            for (int before = 0; before < 50; ++before) {
                const std::string text = std::string(size_t(before), 'a') + 'c' + needle + "xyz";
                const char *found = findText(text.data(), text.data() + text.size(), needle);
                QCOMPARE(found - text.data(), before + 1);
                QVERIFY(!findText(text.data(), text.data() + before + length, needle));
            }
        }
    }

    void foldingForgetsCaseAccentsAndForms_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("folded");
        QTest::newRow("ASCII") << u"AbZ@[`{09"_s << u"abz@[`{09"_s;
        QTest::newRow("accents") << u"ÅÉîõü"_s << u"aeiou"_s;
        QTest::newRow("combining accents") << u"e\u0301"_s << u"e"_s;
        QTest::newRow("sharp s stays") << u"STRAẞE"_s << u"straße"_s;
        QTest::newRow("ligatures and wide letters") << u"ﬁＡ"_s << u"fia"_s;
        QTest::newRow("Greek and Cyrillic") << u"ΣЖ"_s << u"σж"_s;
        QTest::newRow("beyond the first plane") << u"\U0001F511 \U00010400"_s << u"\U0001F511 \U00010428"_s;
    }

    void foldingForgetsCaseAccentsAndForms()
    {
        QFETCH(QString, text);
        QTEST(QString::fromStdString(folded(text)), "folded");
    }

    void aStopEndsASelection()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(select(*m_table.snapshot(), TokenFilter(), 0, stop.get_token()).empty());
    }
};

QTEST_GUILESS_MAIN(TestTokenFilter)
#include "tst_tokenfilter.moc"
