#include "deskbench.h"

#include "network/sandbox/providersandbox.h"
#include "ui/tokens/tokenselection.h"

#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QSettings>
#include <QUuid>

namespace latchkey::tests {

namespace {

constexpr int LoadMs = 30'000;
constexpr int DialogMs = 10'000;
constexpr int RunMs = 60'000;
constexpr int WaitsFaster = 20;

} // namespace

DeskBench::DeskBench(qint64 tokens)
{
    sandbox::SandboxOptions options;
    options.tokens = tokens;
    m_server = std::make_unique<sandbox::Sandbox>(options);
    if (!m_server->start())
        qFatal("the sandbox did not start");
    const App::Places places{m_folder.filePath(QStringLiteral("config")), m_folder.filePath(QStringLiteral("data"))};
    m_app = std::make_unique<App>(places, Timing().faster(WaitsFaster));
    m_app->setSessionOnly(true);
    setOutboxSeconds(0);
}

DeskBench::~DeskBench()
{
    if (!m_desktop)
        return;
    bool isOver = false;
    QObject::connect(m_desktop.get(), &Desktop::ended, m_desktop.get(), [&isOver] { isOver = true; });
    m_desktop->leave();
    if (!QTest::qWaitFor([&isOver] { return isOver; }, LoadMs))
        qFatal("the window did not end");
}

Account DeskBench::addAccount(const QString &name, Environment environment, bool isKeyGood)
{
    const QJsonObject fastly = m_server->ready().value(QStringLiteral("fastly")).toObject();
    Account account;
    account.name = name;
    account.provider = ProviderId{QStringLiteral("fastly")};
    account.signIn = QStringLiteral("key");
    account.baseUrl = QUrl(fastly.value(QStringLiteral("baseUrl")).toString());
    account.environment = environment;
    account.colour = QStringLiteral("#2e7dd1");
    Credential credential;
    const QByteArray key = isKeyGood ? fastly.value(QStringLiteral("token")).toString().toUtf8()
                                     : QByteArrayLiteral("0123456789abcdef0123456789abcdef");
    credential.parts[QStringLiteral("secret")] = Secret(key);
    return addAccount(account, credential);
}

Account DeskBench::addAccount(Account account, const Credential &credential)
{
    account.id = AccountId{QUuid::createUuid().toString(QUuid::WithoutBraces)};
    if (!m_app->accounts().add(account) || !m_app->credentials().write(account, credential).result())
        qFatal("the account was not added");
    return account;
}

void DeskBench::setOutboxSeconds(int seconds) const
{
    QSettings settings(m_folder.filePath(QStringLiteral("config/window.ini")), QSettings::IniFormat);
    settings.setValue(QStringLiteral("revoke/outboxSeconds"), seconds);
}

void DeskBench::startWithoutWaiting()
{
    m_desktop = std::make_unique<Desktop>(*m_app, m_folder.filePath(QStringLiteral("config")));
    m_desktop->start();
    window().resize(1280, 800);
    QVERIFY(QTest::qWaitForWindowActive(&window()));
}

void DeskBench::start()
{
    startWithoutWaiting();
    QTRY_VERIFY_WITH_TIMEOUT(actions().refresh->isEnabled() || m_app->accounts().accounts().isEmpty(), LoadMs);
    QTRY_VERIFY_WITH_TIMEOUT(!actions().stopLoading->isEnabled(), LoadMs);
}

void DeskBench::startWithOneAccount()
{
    addAccount(QStringLiteral("stage-cdn"));
    start();
}

void DeskBench::startWithEveryProvider()
{
    for (const sandbox::SandboxAccount &known : m_server->accounts())
        addAccount(known.account, known.credential);
    start();
}

void DeskBench::startWithPlanInOutbox(int seconds)
{
    setOutboxSeconds(seconds);
    startWithOneAccount();
    selectNeverUsed();
    revokeSelected();
    QTRY_VERIFY(revoking().isPending());
    QVERIFY(activate());
}

bool DeskBench::activate()
{
    window().activateWindow();
    return QTest::qWaitForWindowActive(&window());
}

bool DeskBench::tabTo(QWidget *window, const char *name)
{
    constexpr int MostTabs = 80;
    for (int i = 0; i < MostTabs; ++i) {
        const QWidget *focused = QApplication::focusWidget();
        if (focused != nullptr && focused->objectName() == QLatin1String(name))
            return true;
        QTest::keyClick(focused != nullptr ? QApplication::focusWidget() : window, Qt::Key_Tab);
    }
    return false;
}

QWidget *DeskBench::dialog(const char *name)
{
    const auto find = [this, name] { return window().findChild<QWidget *>(QLatin1String(name)); };
    if (!QTest::qWaitFor([&find] { return find() != nullptr && find()->isVisible(); }, DialogMs))
        return nullptr;
    find()->activateWindow();
    return QTest::qWaitFor([&find] { return QApplication::activeWindow() == find(); }, DialogMs) ? find() : nullptr;
}

QWidget *DeskBench::open(QAction *action, const char *name)
{
    action->trigger();
    return dialog(name);
}

QByteArray DeskBench::saved(QAction *action, const QString &name)
{
    const QTemporaryDir folder;
    action->trigger();
    QFileDialog *chooser = nullptr;
    if (!QTest::qWaitFor([&] { return (chooser = window().findChild<QFileDialog *>()) != nullptr; }))
        return {};
    chooser->setDirectory(folder.path());
    chooser->findChild<QLineEdit *>()->setText(name);
    QMetaObject::invokeMethod(chooser, "accept");
    QFile file(folder.filePath(name));
    return QTest::qWaitFor([&file] { return file.open(QIODevice::ReadOnly); }) ? file.readAll() : QByteArray();
}

AccountId DeskBench::chooseAccount(const char *name)
{
    const AccountId id = accounts().find(QLatin1String(name)).value().id;
    Q_EMIT window().sidebar().accountChosen(id);
    return id;
}

bool DeskBench::goToTable()
{
    const auto *model = qobject_cast<const TokenTableModel *>(table()->model());
    return QTest::qWaitFor([model] { return model->isSettled(); }) && tabTo(&window(), "tokenTable");
}

void DeskBench::selectAll()
{
    QVERIFY(goToTable());
    QTest::keyClick(table(), Qt::Key_A, Qt::ControlModifier);
}

void DeskBench::selectByFilter(const QString &line)
{
    QTest::keyClick(&window(), Qt::Key_F, Qt::ControlModifier);
    QTRY_COMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("filterEdit"));
    QTest::keyClicks(QApplication::focusWidget(), line);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(window().tokens().filterLine(), line);
    selectAll();
    QTRY_VERIFY(window().tokens().selection().count() > 0);
}

QStringList DeskBench::selectedIds()
{
    QStringList ids;
    const QList<Token> tokens = window().tokens().selectedTokens();
    for (const Token &token : tokens) {
        if (!token.isOwn)
            ids += token.id.value;
    }
    ids.sort();
    return ids;
}

QWidget *DeskBench::openPlan()
{
    if (!QTest::qWaitFor([this] { return actions().revoke->isEnabled(); }))
        return nullptr;
    QTest::keyClick(&window(), Qt::Key_Delete);
    return dialog("planDialog");
}

void DeskBench::confirm(QWidget *plan, qsizetype count, const QString &name)
{
    QVERIFY(plan != nullptr);
    const QPushButton *revoke = button(plan, "revoke");
    QVERIFY(!revoke->isEnabled());
    if (count > 0) {
        QVERIFY(tabTo(plan, "typed"));
        QTest::keyClicks(QApplication::focusWidget(), QString::number(count));
    }
    if (!name.isEmpty()) {
        QVERIFY(tabTo(plan, "typedName"));
        QTest::keyClicks(QApplication::focusWidget(), name);
        plan->findChild<QLineEdit *>(QStringLiteral("reason"))->setText(QStringLiteral("CHG-20418"));
    }
    QTRY_VERIFY2(revoke->isEnabled(), qPrintable(name));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); // Enter in a field never revokes
    QVERIFY(plan->isVisible());
    QVERIFY(tabTo(plan, "revoke"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
}

void DeskBench::revokeSelected() { confirm(openPlan(), selectedIds().size()); }

bool DeskBench::waitForRun()
{
    return QTest::qWaitFor([this] { return revoking().isRunning(); }, DialogMs)
        && QTest::qWaitFor([this] { return !revoking().isRunning(); }, RunMs);
}

} // namespace latchkey::tests
