#include "bench.h"

namespace latchkey::bench {
void sortByDate(Report &) { }
void sortByName(Report &) { }
} // namespace latchkey::bench
