#pragma once

#include "models/revocation/outcome.h"
#include "network/domain/token.h"

#include <QIcon>
#include <QPixmap>

class QPalette;

namespace latchkey {

//! The colour that an icon is drawn in: of the palette in force when it is painted, so that it follows light and dark.
enum class Tint { Text, Dim, Accent, Ok, Warn, Bad, Unknown };
[[nodiscard]] QColor colourOf(Tint tint, const QPalette &palette);

//! An icon of the desktop's theme where it has one by `themeName` (freedesktop), else our own `name`:
//! resources/icons/<name>.svg.
[[nodiscard]] QIcon icon(const char *name, const char *themeName = "");
//! Our own, always: what has a meaning by its shape must look the same everywhere.
[[nodiscard]] QIcon tintedIcon(const char *name, Tint tint = Tint::Text);
//! For delegates: `size` in device-independent pixels. Cached.
[[nodiscard]] QPixmap iconPixmap(const char *name, const QColor &colour, int size, qreal devicePixelRatio);

//! Icon and colour of a state: always shown beside its word.
struct StateMark
{
    const char *icon = "";
    Tint tint = Tint::Text;
};
//! `isSoon`: expires within 14 days, of a token that lives longer than 30.
[[nodiscard]] StateMark markOf(TokenState state, bool isSoon = false);
[[nodiscard]] StateMark markOf(Outcome outcome);
[[nodiscard]] StateMark markOf(Step step);

} // namespace latchkey
