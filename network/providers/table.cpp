#include "network/providers/authlete.h"
#include "network/providers/fastly.h"
#include "network/providers/genesys.h"
#include "network/providers/knetik.h"
#include "network/providers/registry.h"

namespace latchkey::registry {

// A plain table and not self-registration: static libraries drop objects that nobody refers to. In a file of its own,
// so that a test can bring a table with one line more.
static constexpr Entry entries[] = {
    {fastly::description, fastly::httpSetup, fastly::makeProvider},
    {authlete::description, authlete::httpSetup, authlete::makeProvider},
    {genesys::description, genesys::httpSetup, genesys::makeProvider},
    {knetik::description, knetik::httpSetup, knetik::makeProvider},
};

std::span<const Entry> all() { return entries; }

} // namespace latchkey::registry
