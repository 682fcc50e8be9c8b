#pragma once

class QWidget;

namespace latchkey {

//! Lets Tab go through `root` as the eye does: along its layouts, whatever the order in which the widgets were made.
//! Call it again after widgets were added. What stands before and behind `root` stays there.
void tabAlongLayouts(QWidget *root);

} // namespace latchkey
