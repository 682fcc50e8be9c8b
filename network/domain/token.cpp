#include "network/domain/token.h"

#include <array>
#include <utility>

namespace latchkey {

namespace {

constexpr std::array<std::pair<TokenKind, const char *>, 5> KindNames{{
    {TokenKind::User, "user"},
    {TokenKind::Automation, "automation"},
    {TokenKind::BrowserSession, "browserSession"},
    {TokenKind::AccessToken, "accessToken"},
    {TokenKind::OwnSession, "ownSession"},
}};

constexpr std::array<std::pair<TokenState, const char *>, 3> StateNames{{
    {TokenState::Active, "active"},
    {TokenState::Expired, "expired"},
    {TokenState::Suspended, "suspended"},
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

template <typename Table>
auto valueIn(const Table &table, QStringView name) -> std::optional<decltype(table[0].first)>
{
    for (const auto &[value, known] : table) {
        if (name.compare(QLatin1String(known), Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

} // namespace

QString tokenKindName(TokenKind kind) { return nameIn(KindNames, kind); }
QString tokenStateName(TokenState state) { return nameIn(StateNames, state); }
std::optional<TokenKind> tokenKindFromName(QStringView name) { return valueIn(KindNames, name); }
std::optional<TokenState> tokenStateFromName(QStringView name) { return valueIn(StateNames, name); }

} // namespace latchkey
