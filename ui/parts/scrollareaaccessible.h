#pragma once

namespace latchkey {

//! Lets screen readers into scroll areas safely: Qt 6.4's own interface takes any index for a child, and a reader that
//! counted before a scroll bar went ends the program. Once or many times.
void installScrollAreaAccessibility();

} // namespace latchkey
