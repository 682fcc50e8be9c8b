#include "network/providers/registry.h"
#include "tests/desktop/deskbench.h"
#include "tests/support/sceneserver.h"

#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>
#include <QTextDocument>

using namespace latchkey;
using namespace latchkey::tests;

//! A provider that nothing in the program has heard of, but for a file pair and a line in the table: listed, shown and
//! revoked in the window, offered in the account form, and refused with its own words.
class TestFifth : public QObject
{
    Q_OBJECT

private:
    static QJsonObject exchange(const char *request, const QJsonObject &answer, int status = 200)
    {
        return {
            {QStringLiteral("request"), QLatin1String(request)},
            {QStringLiteral("headers"), QJsonObject{{QStringLiteral("Authorization"), QStringLiteral("Bearer pass")}}},
            {QStringLiteral("unordered"), false},
            {QStringLiteral("reply"),
             status == 204 ? QJsonObject{{QStringLiteral("status"), 204}}
                           : QJsonObject{{QStringLiteral("status"), status}, {QStringLiteral("json"), answer}}}};
    }
    static QJsonObject tokens(const QStringList &ids)
    {
        QJsonArray rows;
        for (const QString &id : ids)
            rows += QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("name"), QStringLiteral("token ") + id}};
        return {{QStringLiteral("tokens"), rows}};
    }

    static Account acmeAccount(const QUrl &baseUrl)
    {
        Account account;
        account.name = QStringLiteral("acme-dev");
        account.provider = ProviderId{QStringLiteral("acme")};
        account.signIn = QStringLiteral("key");
        account.baseUrl = baseUrl;
        account.environment = Environment::Development;
        return account;
    }
    static Credential pass()
    {
        Credential credential;
        credential.parts[QStringLiteral("secret")] = Secret("pass");
        return credential;
    }

    //! What a widget would show otherwise than as it is; empty: nothing.
    static QString hostileText(const QString &text, bool mayBeRich)
    {
        static const QRegularExpression marks(QStringLiteral("[\\x{202a}-\\x{202e}\\x{0007}]"));
        // A tip that must break its lines is marked up, with everything in it escaped.
        const bool isEscaped = text.startsWith(QStringLiteral("<qt>")) && text.count(u'<') == 2;
        const bool isHostile = text.contains(marks) || (mayBeRich && !isEscaped && Qt::mightBeRichText(text));
        return isHostile ? text : QString();
    }
    //! The first such text of a widget or of its children, of whatever kind.
    static QString hostileIn(QWidget &top)
    {
        QList<QWidget *> widgets = top.findChildren<QWidget *>();
        widgets.prepend(&top);
        for (const QWidget *widget : std::as_const(widgets)) {
            QStringList found = {hostileText(widget->toolTip(), true), hostileText(widget->accessibleName(), false),
                                 hostileText(widget->accessibleDescription(), false),
                                 hostileText(widget->windowTitle(), false)};
            if (const auto *label = qobject_cast<const QLabel *>(widget)) {
                found += hostileText(label->text(), label->textFormat() != Qt::PlainText);
            } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
                found += hostileText(button->text(), false);
            } else if (const auto *view = qobject_cast<const QAbstractItemView *>(widget)) {
                for (int row = 0; view->model() && row < std::min(view->model()->rowCount(), 50); ++row) {
                    for (int column = 0; column < view->model()->columnCount(); ++column) {
                        const QModelIndex cell = view->model()->index(row, column);
                        found += hostileText(cell.data(Qt::ToolTipRole).toString(), true);
                        found += hostileText(cell.data(Qt::AccessibleTextRole).toString(), false);
                    }
                }
            }
            found.removeAll(QString());
            if (!found.isEmpty())
                return QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName() + u": "_qs
                    + found.constFirst();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    void theRegistryHasOneMore()
    {
        QCOMPARE(registry::all().size(), size_t(5));
        QCOMPARE(registry::nameOf(ProviderId{QStringLiteral("acme")}), QStringLiteral("Acme Cloud"));
    }

    void itsTokensAreListedAndRevoked()
    {
        const QJsonObject me{{QStringLiteral("workspace"), QStringLiteral("w1")},
                             {QStringLiteral("id"), QStringLiteral("u1")},
                             {QStringLiteral("name"), QStringLiteral("Zoe")},
                             {QStringLiteral("token"), QStringLiteral("own")}};
        const QStringList all = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("own")};
        const QStringList rest = {QStringLiteral("b"), QStringLiteral("own")};
        latchkey::test::SceneServer server(
            {exchange("GET /me", me), exchange("GET /tokens", tokens(all)), // the window's load
             exchange("GET /me", me), // the plan
             exchange("GET /me", me), exchange("DELETE /tokens/a", {}, 204), // the run
             exchange("GET /tokens", tokens(rest)), // its look
             exchange("GET /me", me), exchange("GET /tokens", tokens(rest))}); // the load after it
        DeskBench bench(10);
        const Account account = bench.addAccount(acmeAccount(server.baseUrl()), pass());
        bench.setOutboxSeconds(0);
        bench.start();
        Q_EMIT bench.window().sidebar().accountChosen(account.id);
        QTRY_VERIFY(!bench.desktop().actions().newToken->isEnabled());
        QCOMPARE(bench.desktop().actions().newToken->toolTip(), QStringLiteral("Acme Cloud makes tokens by fax."));

        bench.window().tokens().selectTokens(
            {{account.id, TokenId{QStringLiteral("a")}}, {account.id, TokenId{QStringLiteral("own")}}});
        QTRY_VERIFY(bench.desktop().actions().revoke->isEnabled());
        bench.desktop().actions().revoke->trigger();
        QWidget *dialog = bench.dialog("planDialog");
        QVERIFY(dialog != nullptr);
        QVERIFY(DeskBench::tabTo(dialog, "typed")); // it reports no use, so the count is asked for
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("1")); // its own token is left out
        QTRY_VERIFY(dialog->findChild<QPushButton *>(QStringLiteral("revoke"))->isEnabled());
        dialog->findChild<QPushButton *>(QStringLiteral("revoke"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(server.done(), 20'000);
        QCOMPARE(server.failure(), QString());
        QTRY_VERIFY(bench.said().contains(QStringLiteral("1 revoked (confirmed)")));
    }

    void hostileTextOfEveryFieldIsPlainInEveryWidget()
    {
        const QString hostile = QStringLiteral("<img src=file:///etc/passwd>\u202Egnp.\u0007<b>x");
        QJsonObject row;
        for (const char *field : {"name", "owner", "ownerName", "client", "scope", "ip"})
            row.insert(QLatin1String(field), hostile);
        QJsonObject second = row;
        row.insert(QStringLiteral("id"), QStringLiteral("first"));
        second.insert(QStringLiteral("id"), QStringLiteral("second"));
        const QJsonObject me{{QStringLiteral("workspace"), hostile},
                             {QStringLiteral("id"), hostile},
                             {QStringLiteral("name"), hostile},
                             {QStringLiteral("token"), QStringLiteral("own")}};
        const QJsonObject rows{{QStringLiteral("tokens"), QJsonArray{row, second}}};
        latchkey::test::SceneServer server(
            {exchange("GET /me", me), exchange("GET /tokens", rows), exchange("GET /me", me)});
        DeskBench bench(10);
        bench.addAccount(acmeAccount(server.baseUrl()), pass());
        bench.start();
        MainWindow &window = bench.window();
        QTest::keyClick(bench.table(), Qt::Key_Down);
        for (const auto page :
             {MainWindow::Page::Tokens, MainWindow::Page::People, MainWindow::Page::Activity, MainWindow::Page::Runs}) {
            window.showPage(page);
            QTest::qWait(200);
            QCOMPARE(hostileIn(window), QString());
        }
        window.showPage(MainWindow::Page::People);
        auto *people = window.findChild<QAbstractItemView *>(QStringLiteral("peopleTable"));
        QTRY_COMPARE(people->model()->rowCount(), 1);
        people->setCurrentIndex(people->model()->index(0, 0));
        QTest::qWait(200);
        QCOMPARE(hostileIn(window), QString());
        window.showPage(MainWindow::Page::Tokens);
        QTest::keyClick(bench.table(), Qt::Key_A, Qt::ControlModifier);
        QTest::qWait(300); // the summary of both
        QCOMPARE(hostileIn(window), QString());
        QTRY_VERIFY(bench.desktop().actions().revoke->isEnabled());
        bench.desktop().actions().revoke->trigger();
        QWidget *dialog = bench.dialog("planDialog");
        QVERIFY(dialog != nullptr);
        QCOMPARE(hostileIn(*dialog), QString());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QCOMPARE(server.failure(), QString());
    }

    void theAccountFormOffersIt()
    {
        DeskBench bench(10);
        bench.start();
        bench.desktop().actions().addAccount->trigger();
        QWidget *dialog = bench.dialog("accountsDialog");
        QVERIFY(dialog != nullptr);
        auto *provider = dialog->findChild<QComboBox *>(QStringLiteral("provider"));
        QVERIFY(provider != nullptr);
        QVERIFY(provider->findText(QStringLiteral("Acme Cloud")) >= 0);
        QTest::keyClick(dialog, Qt::Key_Escape);
    }
};

QTEST_MAIN(TestFifth)
#include "tst_fifth.moc"
