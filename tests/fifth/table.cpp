#include "network/providers/registry.h"
#include "tests/fifth/acme.h"

#include "network/providers/authlete.h"
#include "network/providers/fastly.h"
#include "network/providers/genesys.h"
#include "network/providers/knetik.h"

namespace latchkey::registry {

// The program's own table, which this one stands in for, and one line more.
static constexpr Entry entries[] = {
    {fastly::description, fastly::httpSetup, fastly::makeProvider},
    {authlete::description, authlete::httpSetup, authlete::makeProvider},
    {genesys::description, genesys::httpSetup, genesys::makeProvider},
    {knetik::description, knetik::httpSetup, knetik::makeProvider},
    {acme::description, acme::httpSetup, acme::makeProvider},
};

std::span<const Entry> all() { return entries; }

} // namespace latchkey::registry
