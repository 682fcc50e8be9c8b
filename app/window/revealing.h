#pragma once

#include "app/app.h"
#include "ui/dialogs/revealdialog.h"

namespace latchkey {

//! Shows values that leave the program by this dialog alone: by eye, clipboard, or a file of this user's. `app` and
//! `parent` outlive it.
RevealDialog *openReveal(App &app, const Revealed &revealed, const Account &account, QWidget *parent);

} // namespace latchkey
