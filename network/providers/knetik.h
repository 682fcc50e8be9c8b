#pragma once

#include "network/http/httpclient.h"
#include "network/provider.h"

#include <memory>

//! KnetikCloud: the tokens that its users have at its clients, one each. The wire is in knetikrequests.h and
//! knetikanswers.h.
namespace latchkey::knetik {

[[nodiscard]] const ProviderDescription &description();
[[nodiscard]] HttpSetup httpSetup(const Account &account);
[[nodiscard]] std::unique_ptr<Provider> makeProvider(const Account &account, const Credential &credential,
                                                     HttpClient &http);

} // namespace latchkey::knetik
