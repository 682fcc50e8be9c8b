#include "tests/support/cuttext.h"
#include "tests/unit/inventory/invented.h"
#include "ui/panes/inspector.h"
#include "ui/panes/valuelabel.h"
#include "ui/parts/actions.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/tintedhead.h"
#include "ui/style/look.h"

#include <QAction>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

using namespace latchkey;

namespace {

const QString Hostile = QStringLiteral("deploy\u202Egnp.key<img src=file:///etc/passwd>");
const QString HostileShown = QStringLiteral("deploy[U+202E]gnp.key<img src=file:///etc/passwd>");

AccountRow production()
{
    AccountRow account = inventedAccount(QStringLiteral("prod-cdn"));
    account.environment = Environment::Production;
    return account;
}

Token fullToken()
{
    Token token;
    token.id = {QStringLiteral("5Kqz1bT0vW3yRfXh82LmNa")};
    token.account = production().id;
    token.name = QStringLiteral("purge-bot (legacy CI)");
    token.kind = TokenKind::User;
    token.state = TokenState::Active;
    token.owner = Named{QStringLiteral("u1"), QStringLiteral("Ann Kowalski")};
    token.scopes = QStringList{QStringLiteral("purge_all"), QStringLiteral("global:read")};
    token.resources = QStringList();
    token.created = daysFromNow(-400);
    token.lastUsed = daysFromNow(-143);
    token.expires = Moment::never();
    token.lastIp = QStringLiteral("203.0.113.48");
    return token;
}

struct Scene
{
    Scene()
    {
        inspector.resize(330, 700);
        inspector.show();
    }
    template <typename T = QWidget>
    [[nodiscard]] T *child(const char *name) const
    {
        T *found = inspector.findChild<T *>(QLatin1String(name));
        if (found == nullptr)
            qFatal("no %s", name);
        return found;
    }
    [[nodiscard]] QString value(const char *name) const { return child<ValueLabel>(name)->text(); }
    [[nodiscard]] QString title() const { return child<PlainLabel>("inspectorTitle")->text(); }
    void openTab(int tab) const
    {
        QTabBar *tabs = child<QTabWidget>("inspectorTabs")->tabBar();
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
    }
    //! The bars of the summary: "global, 4".
    [[nodiscard]] QStringList bars() const
    {
        QStringList texts;
        const auto rows = inspector.findChildren<QWidget *>(QStringLiteral("summaryBar"));
        for (const QWidget *row : rows)
            texts += row->accessibleName();
        return texts;
    }

    Actions actions;
    StandingClock clock;
    Inspector inspector{actions, clock};
};

} // namespace

class TestInspector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void saysThatNothingIsSelected()
    {
        Scene scene;
        QVERIFY(scene.child("emptyState")->isVisible());
        scene.inspector.showToken(fullToken(), production());
        QVERIFY(scene.child("tokenDetails")->isVisible());
        scene.inspector.showNothing();
        QVERIFY(!scene.child("tokenDetails")->isVisible());
    }

    void showsAllOfAToken()
    {
        Scene scene;
        scene.inspector.showToken(fullToken(), production());
        QCOMPARE(scene.title(), QStringLiteral("purge-bot (legacy CI)"));
        QCOMPARE(scene.child<PlainLabel>("inspectorState")->text(), QStringLiteral("active"));
        QCOMPARE(scene.child<PlainLabel>("inspectorAccount")->text(), QStringLiteral("prod-cdn"));
        QCOMPARE(scene.value("detailId"), QStringLiteral("5Kqz1bT0vW3yRfXh82LmNa"));
        QCOMPARE(scene.value("detailKind"), QStringLiteral("user token"));
        QCOMPARE(scene.value("detailOwner"), QStringLiteral("Ann Kowalski"));
        QCOMPARE(scene.value("detailScopes"), QStringLiteral("purge_all, global:read"));
        QCOMPARE(scene.value("detailResources"), QStringLiteral("all of them"));
        QCOMPARE(scene.value("detailClient"), QStringLiteral("not reported"));
        QCOMPARE(scene.value("detailCreated"), QStringLiteral("400 day(s) ago"));
        QCOMPARE(scene.value("detailExpires"), QStringLiteral("never"));
        QCOMPARE(scene.value("detailLastUsed"), QStringLiteral("143 day(s) ago"));
        QCOMPARE(scene.value("detailThisApp"), QStringLiteral("does not use it"));
    }

    void saysWhetherItCanBeRevokedNow()
    {
        Scene scene;
        Account account;
        account.id = production().id;
        account.policy.readOnly = true;
        scene.inspector.setAccounts({account});
        Token token = fullToken();
        scene.inspector.showToken(token, production());
        QCOMPARE(scene.value("detailRevocable"), QStringLiteral("not now: its account is read-only"));
        account.policy.readOnly = false; // changes were allowed
        scene.inspector.setAccounts({account});
        QCOMPARE(scene.value("detailRevocable"), QStringLiteral("possible"));
        token.isOwn = true;
        scene.inspector.showToken(token, production());
        QCOMPARE(scene.value("detailRevocable"),
                 QStringLiteral("by an action of its own: Revoke this app's own token…"));
    }

    void theOwnTokensActionIsOfferedForIt()
    {
        Scene scene;
        Token token = fullToken();
        scene.inspector.showToken(token, production());
        QMenu *menu = scene.child<QToolButton>("moreActions")->menu();
        Q_EMIT menu->aboutToShow();
        QVERIFY(menu->actions().contains(scene.actions.updateToken));
        QVERIFY(!menu->actions().contains(scene.actions.revokeOwn)); // it would be about another token
        token.isOwn = true;
        scene.inspector.showToken(token, production());
        Q_EMIT menu->aboutToShow();
        QVERIFY(menu->actions().contains(scene.actions.revokeOwn));
    }

    void callsTheTenantWhatTheProviderCallsIt()
    {
        Scene scene;
        AccountRow account = production();
        account.tenantLabel = QStringLiteral("Organization");
        account.tenantName = QStringLiteral("Northwind");
        scene.inspector.showToken(fullToken(), account);
        QCOMPARE(scene.value("detailTenant"), QStringLiteral("Northwind"));
        QStringList labels;
        const auto texts = scene.inspector.findChildren<PlainLabel *>(QStringLiteral("detailLabel"));
        for (const PlainLabel *text : texts) {
            labels += text->text();
            QCOMPARE(text->width(), texts.first()->width()); // the values of all groups stay in line
        }
        QVERIFY2(labels.contains(QStringLiteral("Organization")), qPrintable(labels.join(u' ')));
    }

    void neverLeavesAValueEmpty()
    {
        Scene scene;
        Token bare;
        bare.id = {QStringLiteral("1")};
        scene.inspector.showToken(bare, AccountRow());
        const auto values = scene.inspector.findChildren<ValueLabel *>();
        QCOMPARE(values.size(), 15);
        for (const ValueLabel *value : values)
            QVERIFY2(!value->text().isEmpty(), qPrintable(value->objectName()));
        QCOMPARE(scene.value("detailExpires"), QStringLiteral("not reported"));
        QVERIFY(scene.child("detailExpires")->findChild<PlainLabel *>()->font().italic());
        // A value that comes afterwards is upright again.
        scene.inspector.showToken(fullToken(), production());
        QVERIFY(!scene.child("detailExpires")->findChild<PlainLabel *>()->font().italic());
    }

    void tintsTheHeadForProductionAlone()
    {
        Scene scene;
        const auto isTinted = [&scene] {
            return static_cast<TintedHead *>(scene.child("inspectorTitle")->parentWidget())->isProduction();
        };
        scene.inspector.showToken(fullToken(), production());
        QVERIFY(isTinted());
        scene.inspector.showToken(fullToken(), inventedAccount(QStringLiteral("stage")));
        QVERIFY(!isTinted());
    }

    void tellsSoonFromLater_data()
    {
        QTest::addColumn<Moment>("created");
        QTest::addColumn<Moment>("expires");
        QTest::addColumn<QString>("state");
        const QString active = QStringLiteral("active");
        const QString soon = QStringLiteral("expires soon");
        QTest::newRow("in 13 days, of a year") << daysFromNow(-352) << daysFromNow(13) << soon;
        QTest::newRow("in 14 days, of a year") << daysFromNow(-351) << daysFromNow(14) << active;
        QTest::newRow("in 13 days, of 30") << daysFromNow(-17) << daysFromNow(13) << active;
        QTest::newRow("in 13 days, of an unknown span") << Moment() << daysFromNow(13) << soon;
        QTest::newRow("never") << daysFromNow(-17) << Moment::never() << active;
    }
    void tellsSoonFromLater()
    {
        QFETCH(Moment, created);
        QFETCH(Moment, expires);
        Scene scene;
        Token token = fullToken();
        token.created = created;
        token.expires = expires;
        scene.inspector.showToken(token, production());
        QTEST(scene.child<PlainLabel>("inspectorState")->text(), "state");
    }

    void showsHostileTextAsItIs()
    {
        Scene scene;
        Token token = fullToken();
        token.name = Hostile;
        token.owner = Named{Hostile, Hostile + QStringLiteral("2")};
        token.scopes = QStringList{Hostile};
        token.lastIp = Hostile;
        scene.inspector.showToken(token, production());
        QCOMPARE(scene.title(), HostileShown);
        QCOMPARE(scene.value("detailScopes"), HostileShown);
        QCOMPARE(scene.value("detailLastIp"), HostileShown);
        scene.inspector.showAnswer(token.account, token.id, QJsonObject{{QStringLiteral("name"), Hostile}});
        QVERIFY(scene.child<QPlainTextEdit>("answer")->toPlainText().contains(HostileShown));
        scene.inspector.showHistory(token.account, token.id, {{scene.clock.nowMs(), Hostile}});
        QVERIFY(scene.child<QListView>("history")->model()->index(0, 0).data().toString().contains(HostileShown));
        const auto labels = scene.inspector.findChildren<QLabel *>();
        for (const QLabel *label : labels)
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void copiesAValueByItsButton()
    {
        Scene scene;
        scene.inspector.showToken(fullToken(), production());
        auto *owner = scene.child("detailOwner");
        auto *text = owner->findChild<PlainLabel *>();
        auto *copy = owner->findChild<QToolButton *>();
        QVERIFY(!copy->isVisible());
        text->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(copy->isVisible());
        QCOMPARE(copy->accessibleName(), QStringLiteral("Copy Owner"));
        QTest::keyClick(text, Qt::Key_Tab);
        QTRY_COMPARE(QApplication::focusWidget(), copy);
        QTest::keyClick(copy, Qt::Key_Space);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Ann Kowalski"));
        // A time is copied as what it exactly is.
        auto *used = scene.child("detailLastUsed")->findChild<QToolButton *>();
        scene.child("detailLastUsed")->findChild<PlainLabel *>()->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(used->isVisible());
        QTest::mouseClick(used, Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("2025-07-11T12:00:00Z"));
    }

    void asksForTheAnswerWhenItsTabIsOpened()
    {
        Scene scene;
        QSignalSpy asked(&scene.inspector, &Inspector::answerRequested);
        const Token token = fullToken();
        scene.inspector.showToken(token, production());
        QCOMPARE(asked.size(), 0);
        scene.openTab(1);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<Token>(), token);
        scene.inspector.showAnswer({QStringLiteral("another")}, token.id, QJsonObject{{QStringLiteral("a"), 1}});
        scene.inspector.showAnswer(token.account, {QStringLiteral("another")}, QJsonObject{{QStringLiteral("a"), 1}});
        QVERIFY(!scene.child("answer")->isVisible());
        scene.inspector.showAnswer(token.account, token.id, QJsonObject{{QStringLiteral("id"), QStringLiteral("x")}});
        QVERIFY(scene.child("answer")->isVisible());
        QVERIFY(scene.child<QPlainTextEdit>("answer")->isReadOnly());
        // It is here now, also after a refresh of the list.
        scene.openTab(0);
        scene.openTab(1);
        scene.inspector.showToken(token, production());
        QCOMPARE(asked.size(), 1);
        Token other = token;
        other.id = {QStringLiteral("other")};
        scene.inspector.showToken(other, production());
        QCOMPARE(asked.size(), 2);
    }

    void asksAgainAfterAFailure()
    {
        Scene scene;
        QSignalSpy asked(&scene.inspector, &Inspector::answerRequested);
        const Token token = fullToken();
        scene.inspector.showToken(token, production());
        scene.openTab(1);
        scene.inspector.showAnswer(token.account, token.id, tl::unexpected(Error{.kind = Error::Kind::TimedOut}));
        QPushButton *button = nullptr;
        const auto states = scene.inspector.findChildren<EmptyState *>();
        for (const EmptyState *state : states)
            button = button ? button : state->findChild<QPushButton *>();
        QVERIFY(button);
        QTRY_VERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(asked.size(), 2);
    }

    void showsTheHistory()
    {
        Scene scene;
        QSignalSpy asked(&scene.inspector, &Inspector::historyRequested);
        const Token token = fullToken();
        scene.inspector.showToken(token, production());
        scene.openTab(2);
        QCOMPARE(asked.size(), 1);
        scene.inspector.showHistory(token.account, token.id, {});
        QVERIFY(!scene.child("history")->isVisible());
        scene.inspector.showHistory(token.account, token.id,
                                    {{daysFromNow(-3).ms(), QStringLiteral("Refused in a run.")}});
        QVERIFY(scene.child("history")->isVisible());
        QCOMPARE(scene.child<QListView>("history")->model()->index(0, 0).data().toString(),
                 QStringLiteral("3 day(s) ago: Refused in a run."));
    }

    void actsThroughTheActions()
    {
        Scene scene;
        scene.inspector.showToken(fullToken(), production());
        const QSignalSpy revoke(scene.actions.revoke, &QAction::triggered);
        const QSignalSpy copy(scene.actions.copyId, &QAction::triggered);
        const QSignalSpy closed(&scene.inspector, &Inspector::closed);
        QTest::mouseClick(scene.child("inspectorRevoke"), Qt::LeftButton);
        QTest::mouseClick(scene.child("inspectorCopyId"), Qt::LeftButton);
        QTest::mouseClick(scene.child("closeInspector"), Qt::LeftButton);
        QCOMPARE(revoke.size(), 1);
        QCOMPARE(copy.size(), 1);
        QCOMPARE(closed.size(), 1);
    }

    void summarisesMany()
    {
        Scene scene;
        TokenTable table(scene.clock);
        Token used = fullToken();
        used.lastUsed = daysFromNow(0);
        Token silent = inventedToken(QStringLiteral("2"), QStringLiteral("silent"));
        Token own = fullToken();
        own.id = {QStringLiteral("own")};
        own.name = QStringLiteral("latchkey admin");
        load(table, production(), {used, silent, own});
        table.setOwnTokens({{production().provider, production().origin, {}, own.id}});
        const auto snapshot = table.snapshot();
        std::vector<quint32> numbers;
        for (quint32 number = 0; number < snapshot->numberEnd(); ++number) {
            if (snapshot->contains(number))
                numbers.push_back(number);
        }
        scene.inspector.showMany(snapshot, numbers);
        scene.inspector.showMany(snapshot, {numbers[0], numbers[1], numbers[2]});
        QTRY_COMPARE(scene.title(), QStringLiteral("3 token(s) selected"));
        QCOMPARE(scene.bars(),
                 (QStringList{QStringLiteral("prod-cdn, 3"), QStringLiteral("Ann Kowalski, 2"),
                              QStringLiteral("not reported, 1"), QStringLiteral("global:read, 2"),
                              QStringLiteral("purge_all, 2"), QStringLiteral("not reported, 1"),
                              QStringLiteral("last 24 hours, 1"), QStringLiteral("over 90 days ago, 1"),
                              QStringLiteral("not reported, 1"), QStringLiteral("never, 2"),
                              QStringLiteral("not reported, 1")}));
        QVERIFY(scene.child("ownNote")->isVisible());
        const auto notes = scene.child("ownNote")->findChildren<PlainLabel *>();
        QCOMPARE(notes.last()->text(),
                 QStringLiteral("This app uses latchkey admin for prod-cdn. It will be left out."));
    }

    void forgetsASummaryThatIsNoLongerAskedFor()
    {
        Scene scene;
        TokenTable table(scene.clock);
        load(table, production(), {fullToken()});
        scene.inspector.showMany(table.snapshot(), {0});
        scene.inspector.showToken(fullToken(), production());
        QTest::qWait(0);
        QTRY_COMPARE(QThreadPool::globalInstance()->activeThreadCount(), 0);
        QCoreApplication::processEvents();
        QCOMPARE(scene.title(), QStringLiteral("purge-bot (legacy CI)"));
    }

    void cutsNoText_data()
    {
        QTest::addColumn<double>("scale");
        QTest::addColumn<QSize>("size");
        QTest::newRow("beside the table") << 1.0 << QSize(330, 500);
        QTest::newRow("under the table") << 1.0 << QSize(850, 180);
        QTest::newRow("large type") << 1.5 << QSize(495, 500);
    }
    void cutsNoText()
    {
        QFETCH(double, scale);
        QFETCH(QSize, size);
        const ScaledFont font(scale);
        Scene scene;
        scene.inspector.resize(size);
        scene.inspector.showToken(fullToken(), production());
        QVERIFY(QTest::qWaitForWindowExposed(&scene.inspector));
        QVERIFY(scene.inspector.minimumSizeHint().width() <= size.width());
        QCOMPARE(cutText(scene.inspector, Qt::Horizontal), QByteArray()); // it scrolls down
    }
};

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
