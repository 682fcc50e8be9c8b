#include "deskbench.h"

#include "network/sandbox/providersandbox.h"

#include <QAction>
#include <QApplication>
#include <QSettings>
#include <QTest>
#include <QUuid>

namespace latchkey::tests {

namespace {

constexpr int LoadMs = 30'000;
constexpr int DialogMs = 10'000;
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

void DeskBench::addEveryProvider()
{
    for (const sandbox::SandboxAccount &known : m_server->accounts())
        addAccount(known.account, known.credential);
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
    QTRY_VERIFY_WITH_TIMEOUT(m_desktop->actions().refresh->isEnabled() || m_app->accounts().accounts().isEmpty(),
                             LoadMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desktop->actions().stopLoading->isEnabled(), LoadMs);
}

bool DeskBench::activate()
{
    window().activateWindow();
    return QTest::qWaitForWindowActive(&window());
}

QWidget *DeskBench::table() { return window().findChild<QWidget *>(QStringLiteral("tokenTable")); }

QWidget *DeskBench::dialog(const char *name)
{
    const auto find = [this, name] { return window().findChild<QWidget *>(QLatin1String(name)); };
    if (!QTest::qWaitFor([&find] { return find() != nullptr && find()->isVisible(); }, DialogMs))
        return nullptr;
    find()->activateWindow();
    return QTest::qWaitFor([&find] { return QApplication::activeWindow() == find(); }, DialogMs) ? find() : nullptr;
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

} // namespace latchkey::tests
