#pragma once

#include "network/http/httpclient.h"
#include "network/provider.h"

#include <memory>

//! Fastly: user tokens (own and customer-wide) and automation tokens. The wire is in fastlyrequests.h and
//! fastlyanswers.h.
namespace latchkey::fastly {

[[nodiscard]] const ProviderDescription &description();
[[nodiscard]] HttpSetup httpSetup(const Account &account);
//! `credential` holds the key as "secret"; it may be empty for creating a first token by login and password.
[[nodiscard]] std::unique_ptr<Provider> makeProvider(const Account &account, const Credential &credential,
                                                     HttpClient &http);

} // namespace latchkey::fastly
