#pragma once

#include "network/domain/description.h"

//! What descriptions make their forms of.
namespace latchkey {

[[nodiscard]] inline FormField field(const char *key, FormField::Type type, const QString &label,
                                     const QString &help = {})
{
    FormField made;
    made.key = QString::fromLatin1(key);
    made.type = type;
    made.label = label;
    made.help = help;
    return made;
}

[[nodiscard]] inline FormField required(FormField made, const QString &initial = {})
{
    made.required = true;
    made.initial = initial;
    return made;
}

[[nodiscard]] inline FormField required(const char *key, FormField::Type type, const QString &label,
                                        const QString &help = {})
{
    return required(field(key, type, label, help));
}

//! Also an option of the command line.
[[nodiscard]] inline FormField withOption(const char *option, FormField made)
{
    made.option = QString::fromLatin1(option);
    return made;
}

} // namespace latchkey
