#include "network/domain/account.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace latchkey {

QString environmentName(Environment environment)
{
    switch (environment) {
    case Environment::Production:
        return QStringLiteral("production");
    case Environment::Staging:
        return QStringLiteral("staging");
    case Environment::Development:
        return QStringLiteral("development");
    case Environment::Sandbox:
        break;
    }
    return QStringLiteral("sandbox");
}

std::optional<Environment> environmentFromName(QStringView name)
{
    for (const Environment environment :
         {Environment::Production, Environment::Staging, Environment::Development, Environment::Sandbox}) {
        if (name.compare(environmentName(environment), Qt::CaseInsensitive) == 0)
            return environment;
    }
    return {};
}

QString originOf(const QUrl &url)
{
    const int usual = url.scheme() == QLatin1String("https") ? 443 : 80;
    return QStringLiteral("%1://%2:%3").arg(url.scheme(), url.host()).arg(url.port(usual));
}

namespace {

bool isLoopback(const QString &host)
{
    static const QRegularExpression loopback(
        QStringLiteral(R"(^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?)$)"),
        QRegularExpression::CaseInsensitiveOption);
    return loopback.match(host).hasMatch();
}

} // namespace

Result<QUrl> checkedBaseUrl(const QString &typed)
{
    // Never the user info: it may be a password.
    const QString shown = cleanedText(QUrl(typed).toDisplayString(QUrl::RemoveUserInfo));
    const auto invalid = [&shown](const char *why) {
        return failure(Error::Kind::InvalidInput, QCoreApplication::translate("BaseUrl", why).arg(shown));
    };
    QUrl url(typed.trimmed(), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return invalid(QT_TRANSLATE_NOOP("BaseUrl", "\"%1\" is not a web address. Write it as https://host."));
    if (!url.userInfo().isEmpty())
        return invalid(QT_TRANSLATE_NOOP("BaseUrl", "\"%1\" holds a user name or password. Leave them out."));
    if (url.hasQuery() || url.hasFragment())
        return invalid(QT_TRANSLATE_NOOP("BaseUrl", "\"%1\" has a ? or # part. Leave it out."));
    const bool loopback = url.scheme() == QLatin1String("http") && isLoopback(url.host());
    if (url.scheme() != QLatin1String("https") && !loopback)
        return invalid(
            QT_TRANSLATE_NOOP("BaseUrl", "\"%1\" is not protected by TLS. Use https; http is for this machine only."));
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path);
    return url;
}

} // namespace latchkey
