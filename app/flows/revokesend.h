#pragma once

#include "app/flows/revokelane.h"

//! Sending what one account has in a plan: each intent is in the journal before its request leaves.
namespace latchkey::flows {

//! Sends `todo`, what ends our own access last, and again where that may help, until everything is settled or the lane
//! is halted. What a lane in trouble did not send is given up; a person's stop leaves it open.
[[nodiscard]] QCoro::Task<void> sendAll(Lane lane, QSet<TokenId> todo);
//! Says of everything that this lane will not send any more that it was not.
[[nodiscard]] QCoro::Task<void> giveUp(Lane lane, Error why);

} // namespace latchkey::flows
