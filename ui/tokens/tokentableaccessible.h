#pragma once

namespace latchkey {

class TokenTableView;

//! Makes token tables speak to screen readers: rows, cells, headers and our selection, which Qt's own interface for
//! tables cannot see. Interfaces of cells come into being when somebody asks for them. Once is enough; more does no
//! harm.
void installTokenTableAccessibility();

//! Tell screen readers, if there are any.
void announceTokenFocus(TokenTableView &view);
void announceTokenSelection(TokenTableView &view);

} // namespace latchkey
