#pragma once

#include "models/inventory/tokensnapshot.h"
#include "network/domain/error.h"
#include "ui/parts/actions.h"
#include "ui/parts/banner.h"

#include <optional>

namespace latchkey {

//! What the banner over the tokens says; one thing at a time.
struct Notice
{
    Banner::Tone tone = Banner::Tone::Info;
    QString fact = {}; //!< empty: nothing
    QString reason = {};
    QList<QAction *> actions = {}; //!< the next steps, as buttons
    bool isDismissable = false;
    bool isForAll = false; //!< not about tokens: other pages say it too

    friend bool operator==(const Notice &, const Notice &) = default;
};

//! What there is to say, in the order of its weight.
struct NoticeSources
{
    QString saidFact = {}; //!< just said by some work; empty: nothing
    QString saidReason = {};
    std::optional<QString> incident = {}; //!< the reason of the incident mode, while it is on
    std::optional<Error> keychain = {};
    bool hasOpenRun = false; //!< that nobody has seen the message about
    std::vector<std::shared_ptr<const AccountPart>> parts = {}; //!< of the accounts in view
    std::optional<qint64> changesAllowedUntilMs = {}; //!< of the one account in view, which is read-only; UTC
    qint64 nowMs = 0; //!< UTC
};
[[nodiscard]] Notice noticeOf(const NoticeSources &sources, const Actions &actions);

} // namespace latchkey
