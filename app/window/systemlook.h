#pragma once

namespace latchkey {

//! Whether the desktop asks for dark colours, through the portal of freedesktop.org: Qt 6.4 hears of it only where a
//! platform theme does. False where nobody says. Waits for the answer at most a fifth of a second.
[[nodiscard]] bool systemIsDark();

} // namespace latchkey
