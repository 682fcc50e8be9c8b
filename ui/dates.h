#pragma once

#include "network/domain/moment.h"

#include <QLocale>
#include <QString>

namespace latchkey {

// How times read in the window; machines get Moment::toIso().

//! "3 days ago", "in 52 minutes", "never", "not reported".
[[nodiscard]] QString relativeText(Moment moment, qint64 nowMs);
//! For tool tips: the exact time in UTC and, where it differs, here. The same words as above for what is no time.
[[nodiscard]] QString exactText(Moment moment, const QLocale &locale = QLocale());
//! "14:32:10", or with the date where it is not today; local time.
[[nodiscard]] QString clockText(qint64 ms, qint64 nowMs, const QLocale &locale = QLocale());
//! "about 50 seconds", "about 3 minutes".
[[nodiscard]] QString durationText(qint64 ms);
//! What stands where a provider says nothing.
[[nodiscard]] QString notReportedText();

} // namespace latchkey
