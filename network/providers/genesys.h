#pragma once

#include "network/http/httpclient.h"
#include "network/provider.h"

#include <memory>

//! Genesys Cloud. The wire is in genesysrequests.h and genesysanswers.h.
namespace latchkey::genesys {

[[nodiscard]] const ProviderDescription &description();
[[nodiscard]] HttpSetup httpSetup(const Account &account);
[[nodiscard]] std::unique_ptr<Provider> makeProvider(const Account &account, const Credential &credential,
                                                     HttpClient &http);

} // namespace latchkey::genesys
