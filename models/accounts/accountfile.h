#pragma once

#include "network/domain/account.h"

#include <QJsonObject>
#include <QList>

namespace latchkey {

//! accounts.json: {"version":1,"accounts":[…]}. Members that this version does not know are kept: a file that a person
//! or a later version of the same number added to loses nothing here.
struct AccountFile
{
    QList<Account> accounts = {};
    QJsonObject document = {}; //!< as read
};

//! Which file it is, which decides what to do about one that cannot be used.
enum class AccountFileIs {
    Own, //!< accounts.json of this user
    Chosen, //!< one to import from
};
//! Error: Storage, with a sentence, for a newer version and for everything that is not whole and in its limits.
[[nodiscard]] Result<AccountFile> parseAccountFile(const QByteArray &content, AccountFileIs which = AccountFileIs::Own);
[[nodiscard]] QByteArray formatted(const AccountFile &file);

//! What an account must be: a UUID, a name of 1 to 64 visible characters, a provider, a base URL that may be used, a
//! policy within its limits. Error: InvalidInput, with a sentence.
[[nodiscard]] Result<void> checkedAccount(const Account &account);

} // namespace latchkey
