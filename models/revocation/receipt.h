#pragma once

#include "models/revocation/run.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace latchkey {

// The proof of what a run did, as text for a file (UTF-8). The caller writes it, for the user's eyes only (0600).

//! RFC 4180 with a header line; every row holds the run's reason, who started it and when. A cell that a spreadsheet
//! would take for a formula gets a leading apostrophe.
[[nodiscard]] QByteArray receiptAsCsv(const Run &run);

//! Exact: plan, times, counts and every item. Names of steps and outcomes are the stable ones.
[[nodiscard]] QByteArray receiptAsJson(const Run &run);

//! A page for people, without scripts or anything to load. `shown` gives the words for outcomes.
[[nodiscard]] QByteArray receiptAsHtml(const Run &run, const std::function<QString(Outcome)> &shown);

} // namespace latchkey
