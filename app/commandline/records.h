#pragma once

#include "app/commandline/printer.h"
#include "network/domain/account.h"
#include "network/domain/error.h"
#include "network/domain/person.h"
#include "network/domain/token.h"

#include <QJsonObject>

namespace latchkey {

// How each record looks in JSON; stable, and documented in README.md. Null: not reported.
[[nodiscard]] QJsonObject tokenJson(const Token &token, const Account &account);
[[nodiscard]] QJsonObject personJson(const Person &person, const Account &account, std::optional<qint64> tokens);
[[nodiscard]] QJsonObject clientJson(const Client &client, const Account &account);
[[nodiscard]] QJsonObject errorJson(const Error &error, const Account *account);
[[nodiscard]] QJsonValue momentJson(Moment moment);
//! A table has what fits beside each other, CSV has everything.
[[nodiscard]] QList<Printer::Column> tokenColumns(Format format);

} // namespace latchkey
