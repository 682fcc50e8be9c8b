#pragma once

namespace latchkey {

//! Whether the program was called without a command: alone, or with --demo.
[[nodiscard]] bool wantsWindow(int argc, char *argv[]);

//! The whole program with a window; the result is the exit status: 0, or 2 with a sentence where there is no display.
//! A second start raises the first one's window and ends. With --demo the sandbox serves the accounts, and nothing is
//! kept.
[[nodiscard]] int runWindow(int argc, char *argv[]);

//! The texts in the source are English; this gives them their plurals. Needs an application object.
void installPlurals();

} // namespace latchkey
