#pragma once

#include <QtGlobal>

#include <optional>
#include <vector>

namespace latchkey {

//! How a list of row numbers becomes another one in steps that an item model can announce, so that selections and the
//! scroll position of those that stay survive: an order in which those to go are last, their removal, the appending of
//! new ones, and a last order. Steps that would change nothing are absent.
struct RowTransition
{
    using Numbers = std::vector<quint32>;

    std::optional<Numbers> beforeRemoval = {}; //!< the same rows
    size_t removed = 0; //!< from the end
    std::optional<Numbers> appended = {}; //!< what is left, and new ones behind it
    std::optional<Numbers> final = {}; //!< the same rows

    static RowTransition between(const Numbers &shown, const Numbers &next);
};

} // namespace latchkey
