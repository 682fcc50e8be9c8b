#pragma once

#include "network/sandbox/exchange.h"
#include "network/sandbox/genesysinventory.h"

namespace latchkey::sandbox::genesys {

// The three ways in which Genesys Cloud lists its users.

//! GET /users: pageSize, pageNumber, state, sortOrder, id (repeated).
[[nodiscard]] Reply listUsers(const GenesysInventory &inventory, const Request &request);
//! POST /users/search
[[nodiscard]] Reply searchUsers(const GenesysInventory &inventory, const Request &request);
//! GET /users/search?q64=, with the value of a search's nextPage, currentPage or previousPage.
[[nodiscard]] Reply searchUsersOn(const GenesysInventory &inventory, const Request &request);

} // namespace latchkey::sandbox::genesys
