#include "ui/style/colours.h"

#include <QPalette>

#include <algorithm>
#include <cmath>

namespace latchkey {

Colours lightColours()
{
    Colours light;
    light.window = QColor(0xEF, 0xF1, 0xF3);
    light.base = QColor(0xFF, 0xFF, 0xFF);
    light.alternate = QColor(0xF7, 0xF8, 0xFA);
    light.header = QColor(0xF3, 0xF4, 0xF6);
    light.text = QColor(0x1A, 0x1D, 0x20);
    light.selected = QColor(0xCD, 0xE0, 0xF6);
    light.selectedInactive = QColor(0xDD, 0xE2, 0xE7);
    light.dim = QColor(0x56, 0x5D, 0x65);
    light.accent = QColor(0x1B, 0x62, 0xAE);
    light.ok = QColor(0x1A, 0x6E, 0x38);
    light.warn = QColor(0x7D, 0x4E, 0x00);
    light.bad = QColor(0xA8, 0x20, 0x2A);
    light.unknown = QColor(0x64, 0x38, 0xA0);
    light.line = QColor(0xD5, 0xD9, 0xDD);
    light.fieldBorder = QColor(0x7F, 0x86, 0x8E);
    light.production = QColor(0xA4, 0x23, 0x2C);
    light.productionTint = QColor(0xFB, 0xEB, 0xEB);
    light.warnFill = QColor(0xFD, 0xF3, 0xDC);
    light.errorFill = QColor(0xFB, 0xEB, 0xEB);
    light.infoFill = QColor(0xE6, 0xF0, 0xFB);
    light.stagingText = QColor(0x66, 0x40, 0x00);
    light.stagingFill = QColor(0xFB, 0xE3, 0xB4);
    light.developmentText = QColor(0x0E, 0x5F, 0x6C);
    light.sandboxText = QColor(0x4F, 0x58, 0x61);
    return light;
}

Colours darkColours()
{
    Colours dark;
    dark.isDark = true;
    dark.window = QColor(0x20, 0x23, 0x27);
    dark.base = QColor(0x18, 0x1A, 0x1D);
    dark.alternate = QColor(0x1C, 0x1F, 0x22);
    dark.header = QColor(0x24, 0x28, 0x2C);
    dark.text = QColor(0xE3, 0xE6, 0xE9);
    dark.selected = QColor(0x1F, 0x3F, 0x61);
    dark.selectedInactive = QColor(0x33, 0x39, 0x3F);
    dark.dim = QColor(0xA6, 0xAD, 0xB5);
    dark.accent = QColor(0x78, 0xB4, 0xF2);
    dark.ok = QColor(0x7C, 0xCB, 0x94);
    dark.warn = QColor(0xED, 0xB7, 0x5E);
    dark.bad = QColor(0xFF, 0x94, 0x8C);
    dark.unknown = QColor(0xC3, 0xA9, 0xF5);
    dark.line = QColor(0x35, 0x3A, 0x40);
    dark.fieldBorder = QColor(0x6D, 0x76, 0x80);
    dark.production = QColor(0xC8, 0x41, 0x4A);
    dark.productionTint = QColor(0x3A, 0x21, 0x24);
    dark.warnFill = QColor(0x36, 0x2C, 0x18);
    dark.errorFill = QColor(0x3A, 0x21, 0x24);
    dark.infoFill = QColor(0x1D, 0x2E, 0x41);
    dark.stagingText = QColor(0xFF, 0xDD, 0x9A);
    dark.stagingFill = QColor(0x5A, 0x42, 0x13);
    dark.developmentText = QColor(0x7C, 0xCF, 0xDB);
    dark.sandboxText = QColor(0xB4, 0xBB, 0xC3);
    return dark;
}

Colours coloursFor(const QPalette &palette)
{
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    Colours colours = window.lightnessF() < 0.5 ? darkColours() : lightColours();
    if (window == colours.window)
        return colours;
    colours.window = window;
    colours.base = palette.color(QPalette::Active, QPalette::Base);
    colours.alternate = palette.color(QPalette::Active, QPalette::AlternateBase);
    colours.header = palette.color(QPalette::Active, QPalette::Button);
    colours.text = palette.color(QPalette::Active, QPalette::Text);
    colours.selected = palette.color(QPalette::Active, QPalette::Highlight);
    colours.selectedInactive = palette.color(QPalette::Inactive, QPalette::Highlight);
    colours.dim = palette.color(QPalette::Active, QPalette::PlaceholderText);
    colours.accent = palette.color(QPalette::Active, QPalette::Link);
    colours.line = palette.color(QPalette::Active, QPalette::Mid);
    colours.fieldBorder = palette.color(QPalette::Active, QPalette::Dark);
    return colours;
}

QPalette paletteOf(const Colours &colours)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colours.window);
    palette.setColor(QPalette::WindowText, colours.text);
    palette.setColor(QPalette::Base, colours.base);
    palette.setColor(QPalette::AlternateBase, colours.alternate);
    palette.setColor(QPalette::Text, colours.text);
    palette.setColor(QPalette::PlaceholderText, colours.dim);
    palette.setColor(QPalette::Button, colours.isDark ? colours.window.lighter(120) : colours.base);
    palette.setColor(QPalette::ButtonText, colours.text);
    palette.setColor(QPalette::BrightText, colours.bad);
    palette.setColor(QPalette::ToolTipBase, colours.base);
    palette.setColor(QPalette::ToolTipText, colours.text);
    palette.setColor(QPalette::Highlight, colours.selected);
    palette.setColor(QPalette::Inactive, QPalette::Highlight, colours.selectedInactive);
    palette.setColor(QPalette::HighlightedText, colours.text);
    palette.setColor(QPalette::Link, colours.accent);
    palette.setColor(QPalette::LinkVisited, colours.accent);
    palette.setColor(QPalette::Light, colours.isDark ? colours.window.lighter(140) : colours.base);
    palette.setColor(QPalette::Midlight, colours.line);
    palette.setColor(QPalette::Mid, colours.line);
    palette.setColor(QPalette::Dark, colours.fieldBorder);
    palette.setColor(QPalette::Shadow, colours.isDark ? colours.base : colours.fieldBorder);
    // Disabled text is exempt from the contrast rule, but must still be read.
    const QColor faint = colours.isDark ? QColor(0x75, 0x7C, 0x84) : QColor(0x8A, 0x91, 0x98);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

double contrast(const QColor &one, const QColor &other)
{
    const auto luminance = [](const QColor &colour) {
        const auto linear = [](double part) {
            return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    };
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace latchkey
