#include "models/inventory/rowtransition.h"

#include <algorithm>
#include <iterator>

namespace latchkey {

namespace {

using Numbers = RowTransition::Numbers;

std::vector<bool> setOf(const Numbers &numbers, size_t size)
{
    std::vector<bool> set(size, false);
    for (const quint32 number : numbers)
        set[number] = true;
    return set;
}

} // namespace

RowTransition RowTransition::between(const Numbers &shown, const Numbers &next)
{
    quint32 last = 0;
    for (const Numbers *numbers : {&shown, &next}) {
        if (!numbers->empty())
            last = std::max(last, *std::max_element(numbers->begin(), numbers->end()));
    }
    const std::vector<bool> inShown = setOf(shown, size_t(last) + 1);
    const std::vector<bool> inNext = setOf(next, size_t(last) + 1);
    Numbers kept;
    Numbers added;
    std::partition_copy(next.begin(), next.end(), std::back_inserter(kept), std::back_inserter(added),
                        [&inShown](quint32 number) { return inShown[number]; });

    RowTransition transition;
    transition.removed = shown.size() - kept.size();
    Numbers keptFirst = kept;
    std::copy_if(shown.begin(), shown.end(), std::back_inserter(keptFirst),
                 [&inNext](quint32 number) { return !inNext[number]; });
    if (keptFirst != shown)
        transition.beforeRemoval = std::move(keptFirst);
    if (added.empty())
        return transition;

    kept.insert(kept.end(), added.begin(), added.end());
    if (kept != next)
        transition.final = next;
    transition.appended = std::move(kept);
    return transition;
}

} // namespace latchkey
