#pragma once

#include "app/session.h"

#include <QCoroTask>

#include <functional>
#include <memory>
#include <stop_token>

namespace latchkey::flows {

//! Shows a page in the system's browser. False: there is none that could.
using OpenPage = std::function<bool(const QUrl &page)>;

//! The account's way of signing in; null: its provider has no such (or no) way.
[[nodiscard]] const SignInMethod *methodOf(const ProviderDescription &provider, const QString &key);
//! The way that these secrets are for; null: none. Settings may be among them.
[[nodiscard]] const SignInMethod *methodFor(const ProviderDescription &provider, const Credential &typed);
//! Moves what is no secret out of `typed` into the account, whose way of signing in is set already.
void takeSettings(const ProviderDescription &provider, Account &account, Credential &typed);

//! Makes the credential that is kept: out of `typed`, out of what the provider grants for it, or out of what a person
//! does in the browser, as the account's way of signing in wants it. `session` is the account's, and need not hold a
//! credential. Errors: those of Provider::signIn and RedirectListener; InvalidInput where no browser can be opened.
[[nodiscard]] QCoro::Task<Result<Credential>> signIn(std::shared_ptr<Session> session, Credential typed, OpenPage open,
                                                     std::stop_token stop);

//! Whom the session's credential belongs to now. Error: WrongIdentity where that is not who `known` is.
[[nodiscard]] QCoro::Task<Result<Identity>> verifyIdentity(std::shared_ptr<Session> session, Identity known,
                                                           std::stop_token stop);

} // namespace latchkey::flows
