#pragma once

#include "models/inventory/tokensnapshot.h"
#include "network/domain/error.h"
#include "ui/parts/actions.h"
#include "ui/parts/banner.h"

#include <optional>

namespace latchkey {

//! What a banner says.
struct Notice
{
    Banner::Tone tone = Banner::Tone::Info;
    QString fact = {}; //!< empty: nothing
    QString reason = {};
    QList<QAction *> actions = {}; //!< the next steps, as buttons
    bool isDismissable = false;

    friend bool operator==(const Notice &, const Notice &) = default;
};

//! A read-only account that may be changed for a while.
struct AllowedChanges
{
    QString account = {};
    qint64 untilMs = 0; //!< UTC
};
//! The states that every page tells: incident mode (its reason; absent: off), else what may be changed for a while.
//! `endAction` ends the latter, of the account in view; may be null.
[[nodiscard]] Notice stateNotice(const std::optional<QString> &incident, const QList<AllowedChanges> &allowed,
                                 QAction *endAction, const Actions &actions, qint64 nowMs);

//! What there is to say of the list of tokens, in the order of its weight; one thing at a time.
struct NoticeSources
{
    std::optional<Error> keychain = {};
    bool hasOpenRun = false; //!< that nobody has seen the message about
    std::vector<std::shared_ptr<const AccountPart>> parts = {}; //!< of the accounts in view
    qint64 nowMs = 0; //!< UTC
};
[[nodiscard]] Notice noticeOf(const NoticeSources &sources, const Actions &actions);

} // namespace latchkey
