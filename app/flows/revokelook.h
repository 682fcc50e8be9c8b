#pragma once

#include "app/flows/revokelane.h"

//! Looking at what was sent, or may have been, and settling what a look settles. Nothing here is sent.
namespace latchkey::flows {

//! Whether the provider offers a look at what was revoked that way.
[[nodiscard]] bool canLook(const Lane &lane, RevokeCall::Extent extent);

//! Looks once at `items`. What that settles is settled, what is to be sent again is kept in the lane, and the rest
//! stays in `items`. The lane's stop does not end it: what was sent is looked at.
[[nodiscard]] QCoro::Task<void> lookAndSettle(Lane lane, QList<OpenItem> *items);
//! Looks by the schedule until every open item of the lane is settled or to be sent again. After a stop one look is
//! all.
[[nodiscard]] QCoro::Task<void> lookUntilSettled(Lane lane);

//! A plan that waited: what vanished meanwhile is settled, and taken out of `todo`. Nothing is ever added.
[[nodiscard]] QCoro::Task<void> dropVanished(Lane lane, QSet<TokenId> *todo);
//! Looks at what an earlier process may have sent; what is not settled by that, and may be sent again, is in `again`.
//! What the look cannot tell, or finds alive without leave to send, stays open: the run can be continued.
[[nodiscard]] QCoro::Task<void> verifyEarlier(Lane lane, bool mayResend);

} // namespace latchkey::flows
