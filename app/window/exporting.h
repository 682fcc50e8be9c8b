#pragma once

#include "models/inventory/tokensnapshot.h"
#include "network/domain/account.h"

#include <QByteArray>
#include <QHash>

#include <vector>

namespace latchkey {

//! Rows of the inventory as a file: JSON lines as the command line prints them, or CSV that no spreadsheet takes for
//! formulas. Any thread.
enum class ExportFormat { Csv, JsonLines };
[[nodiscard]] QByteArray exported(const TokenSnapshot &snapshot, const std::vector<quint32> &numbers,
                                  const QHash<AccountId, Account> &accounts, ExportFormat format, qint64 nowMs);

} // namespace latchkey
