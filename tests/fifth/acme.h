#pragma once

#include "network/http/httpclient.h"
#include "network/provider.h"

#include <memory>

//! A fifth, invented provider, as small as one can be: a list, a look, and a revocation. It shows what adding one
//! costs: this file pair and the line in table.cpp beside it.
namespace latchkey::acme {

[[nodiscard]] const ProviderDescription &description();
[[nodiscard]] HttpSetup httpSetup(const Account &account);
[[nodiscard]] std::unique_ptr<Provider> makeProvider(const Account &account, const Credential &credential,
                                                     HttpClient &http);

} // namespace latchkey::acme
