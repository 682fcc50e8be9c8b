#pragma once

#include "network/provider.h"

#include <QStringList>

//! Results of a provider as text, one fact a line, so that a failing scene shows the difference. "-" is "not reported".
namespace latchkey::test {

[[nodiscard]] QStringList printed(const Error &error);
[[nodiscard]] QStringList printed(const Identity &identity);
[[nodiscard]] QStringList printed(const Token &token);
[[nodiscard]] QStringList printed(const TokenRow &row);
[[nodiscard]] QStringList printed(const TokenDetail &detail);
[[nodiscard]] QStringList printed(const Completeness &completeness);
[[nodiscard]] QStringList printed(const CreatedToken &created);
[[nodiscard]] QStringList printed(const RevokeAnswer &answer);
[[nodiscard]] QStringList printed(const QHash<TokenId, Presence> &looks);
[[nodiscard]] QStringList printed(Presence presence);
[[nodiscard]] QStringList printed(const Secret &value);
[[nodiscard]] QStringList printed(const Credential &kept);
[[nodiscard]] QStringList printed(const IdleTimeout &timeout);
[[nodiscard]] QStringList printed(const QList<Person> &people);
[[nodiscard]] QStringList printed(const QList<Client> &clients);
[[nodiscard]] QStringList printed(const QList<Named> &names);

template <typename T>
[[nodiscard]] QStringList printed(const Result<T> &result)
{
    return result ? printed(*result) : printed(result.error());
}

} // namespace latchkey::test
