#pragma once

#include "network/http/httpclient.h"
#include "network/provider.h"

#include <memory>

//! Authlete: the access tokens of one service, of version 3.0 (a bearer token and the service's id) or 2.x (API key and
//! secret). The wire is in authleterequests.h, authletefields.h and authleteanswers.h.
namespace latchkey::authlete {

[[nodiscard]] const ProviderDescription &description();
[[nodiscard]] HttpSetup httpSetup(const Account &account);
//! `credential` holds "secret", or "apiKey" and "apiSecret", as Account::signIn says.
[[nodiscard]] std::unique_ptr<Provider> makeProvider(const Account &account, const Credential &credential,
                                                     HttpClient &http);

} // namespace latchkey::authlete
