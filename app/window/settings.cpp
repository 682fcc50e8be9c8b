#include "app/window/settings.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr char Window[] = "window/geometry";
constexpr char Layout[] = "window/layout";
constexpr char Table[] = "tokens/table";
constexpr char Chosen[] = "tokens/account";
constexpr char Look[] = "appearance";
constexpr char Outbox[] = "revoke/outboxSeconds";
constexpr char Reason[] = "revoke/reason";
constexpr char Refresh[] = "accounts/refreshMinutes";
constexpr int LongestOutbox = 120;
constexpr int LongestRefresh = 24 * 60;

QString key(const char *name) { return QString::fromLatin1(name); }

} // namespace

Settings::Settings(const QString &folder) : m_file(folder + QStringLiteral("/window.ini"), QSettings::IniFormat) { }

QByteArray Settings::window() const { return m_file.value(key(Window)).toByteArray(); }
void Settings::setWindow(const QByteArray &geometry) { m_file.setValue(key(Window), geometry); }
QByteArray Settings::layout() const { return m_file.value(key(Layout)).toByteArray(); }
void Settings::setLayout(const QByteArray &layout) { m_file.setValue(key(Layout), layout); }
QByteArray Settings::table() const { return m_file.value(key(Table)).toByteArray(); }
void Settings::setTable(const QByteArray &table) { m_file.setValue(key(Table), table); }
QString Settings::account() const { return m_file.value(key(Chosen)).toString(); }
void Settings::setAccount(const QString &account) { m_file.setValue(key(Chosen), account); }

Appearance Settings::appearance() const
{
    const QString look = m_file.value(key(Look)).toString();
    if (look == QLatin1String("light"))
        return Appearance::Light;
    return look == QLatin1String("dark") ? Appearance::Dark : Appearance::System;
}

void Settings::setAppearance(Appearance appearance)
{
    m_file.setValue(key(Look),
                    appearance == Appearance::Light      ? QStringLiteral("light")
                        : appearance == Appearance::Dark ? QStringLiteral("dark")
                                                         : QStringLiteral("system"));
}

int Settings::outboxSeconds() const { return std::clamp(m_file.value(key(Outbox), 10).toInt(), 0, LongestOutbox); }
void Settings::setOutboxSeconds(int seconds) { m_file.setValue(key(Outbox), seconds); }
int Settings::refreshMinutes() const { return std::clamp(m_file.value(key(Refresh), 0).toInt(), 0, LongestRefresh); }
void Settings::setRefreshMinutes(int minutes) { m_file.setValue(key(Refresh), minutes); }
QString Settings::reason() const { return m_file.value(key(Reason)).toString(); }
void Settings::setReason(const QString &reason) { m_file.setValue(key(Reason), reason); }

} // namespace latchkey
