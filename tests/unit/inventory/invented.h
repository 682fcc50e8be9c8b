#pragma once

#include "models/inventory/tokentable.h"

#include <QTimeZone>

#include <map>
#include <string>
#include <vector>

namespace latchkey {

//! A clock that stands until a test moves it.
class StandingClock : public Clock
{
public:
    [[nodiscard]] qint64 nowMs() const override { return m_nowMs; }
    [[nodiscard]] qint64 elapsedMs() const override { return m_nowMs; }
    void advance(qint64 ms) { m_nowMs += ms; }

private:
    qint64 m_nowMs = 1'764'590'400'000; // 2025-12-01T12:00:00Z
};

//! 2025-12-01 and so many days.
inline Moment daysFromNow(qint64 days) { return Moment::at(StandingClock().nowMs() + days * 86'400'000); }

//! Pours a token as a parser would. Only tokens that a provider could report come back the same.
inline void pour(TokenSink &sink, const Token &token)
{
    std::vector<std::string> kept;
    kept.reserve(64 + size_t(token.scopes ? token.scopes->size() : 0)
                 + size_t(token.resources ? token.resources->size() : 0));
    const auto view = [&kept](const QString &text) -> std::string_view {
        return kept.emplace_back(text.toStdString());
    };
    const auto views = [&view](const QStringList &texts) {
        std::vector<std::string_view> list;
        for (const QString &text : texts)
            list.push_back(view(text));
        return list;
    };
    TokenRow row;
    row.id = view(token.id.value);
    if (token.name)
        row.name = view(*token.name);
    row.kind = token.kind;
    row.state = token.state;
    if (token.owner) {
        row.ownerId = view(token.owner->id);
        row.ownerName = view(token.owner->name);
    }
    if (token.client) {
        row.clientId = view(token.client->id);
        row.clientName = view(token.client->name);
    }
    const auto scopes = views(token.scopes.value_or(QStringList()));
    if (token.scopes)
        row.scopes = scopes;
    const auto resources = views(token.resources.value_or(QStringList()));
    if (token.resources)
        row.resources = resources;
    row.created = token.created;
    row.lastUsed = token.lastUsed;
    row.expires = token.expires;
    if (token.lastIp)
        row.lastIp = view(*token.lastIp);
    row.isActionable = token.isActionable;
    sink.add(row);
}

inline Result<Completeness> complete()
{
    Completeness end;
    end.complete = true;
    return end;
}

inline Result<Completeness> partial(Error::Kind why = Error::Kind::TimedOut)
{
    Completeness end;
    end.reason = Error{.kind = why};
    return end;
}

inline AccountRow inventedAccount(const QString &name, const QString &provider = QStringLiteral("fastly"))
{
    AccountRow account;
    account.id = {name + QStringLiteral("-uuid")};
    account.name = name;
    account.provider = {provider};
    account.providerName = provider == QStringLiteral("fastly") ? QStringLiteral("Fastly") : provider;
    account.environment = Environment::Staging;
    account.origin = QStringLiteral("https://api.") + provider + QStringLiteral(".com:443");
    account.tenant = QStringLiteral("customer");
    return account;
}

//! Only an id and a name.
inline Token inventedToken(const QString &id, const std::optional<QString> &name = {})
{
    Token token;
    token.id = {id};
    token.name = name;
    return token;
}

//! Loads all of an account.
inline void load(TokenTable &table, const AccountRow &account, const QList<Token> &tokens,
                 const Result<Completeness> &end = complete())
{
    const auto load = table.beginLoad(account);
    for (const Token &token : tokens)
        pour(*load, token);
    load->finish(end);
}

//! All living rows, by account and id.
inline std::map<QString, Token> tokensOf(const TokenSnapshot &snapshot, qint64 nowMs = StandingClock().nowMs())
{
    std::map<QString, Token> tokens;
    for (quint32 number = 0; number < snapshot.numberEnd(); ++number) {
        if (!snapshot.contains(number))
            continue;
        const Token token = snapshot.token(number, nowMs);
        tokens[snapshot.row(number).account().name + u'/' + token.id.value] = token;
    }
    return tokens;
}

//! Their keys: "a/1 a/2 b/1".
inline QString idsOf(const TokenSnapshot &snapshot)
{
    QStringList ids;
    for (const auto &[id, token] : tokensOf(snapshot))
        ids += id;
    return ids.join(u' ');
}

} // namespace latchkey
