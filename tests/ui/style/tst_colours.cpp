#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QApplication>
#include <QPalette>
#include <QTest>

using namespace latchkey;

//! What is written can be read: contrasts are computed, in both palettes.
class TestColours : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadableOnEveryGround_data();
    void textIsReadableOnEveryGround();
    void aFieldsBorderCanBeSeen();
    void aForeignPaletteKeepsItsTexts();
    void ownIconsFollowThePalette();
};

void TestColours::textIsReadableOnEveryGround_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    for (const Colours &colours : {lightColours(), darkColours()}) {
        const QByteArray look = colours.isDark ? "dark" : "light";
        const auto row = [&look](const char *text, const QColor &textColour, const char *ground,
                                 const QColor &groundColour) {
            QTest::newRow((look + ": " + text + " on " + ground).constData()) << textColour << groundColour;
        };
        const std::pair<const char *, QColor> texts[] = {
            {"text", colours.text}, {"dim", colours.dim}, {"accent", colours.accent},  {"ok", colours.ok},
            {"warn", colours.warn}, {"bad", colours.bad}, {"unknown", colours.unknown}};
        const std::pair<const char *, QColor> grounds[] = {{"window", colours.window},
                                                           {"base", colours.base},
                                                           {"alternate", colours.alternate},
                                                           {"selected", colours.selected}};
        for (const auto &[text, textColour] : texts) {
            for (const auto &[ground, groundColour] : grounds)
                row(text, textColour, ground, groundColour);
        }
        row("text", colours.text, "selected, no focus", colours.selectedInactive);
        row("text", colours.text, "header", colours.header);
        row("text", colours.text, "production tint", colours.productionTint);
        row("dim", colours.dim, "production tint", colours.productionTint);
        row("warn", colours.warn, "its banner", colours.warnFill);
        row("bad", colours.bad, "its banner", colours.errorFill);
        row("accent", colours.accent, "its banner", colours.infoFill);
        row("text", colours.text, "a warning", colours.warnFill);
        row("text", colours.text, "an error", colours.errorFill);
        row("text", colours.text, "a message", colours.infoFill);
        row("white", Qt::white, "the production badge", colours.production);
        row("staging", colours.stagingText, "its badge", colours.stagingFill);
        row("development", colours.developmentText, "window", colours.window);
        row("development", colours.developmentText, "base", colours.base);
        row("sandbox", colours.sandboxText, "window", colours.window);
        row("sandbox", colours.sandboxText, "base", colours.base);
    }
}

void TestColours::textIsReadableOnEveryGround()
{
    QFETCH(const QColor, text);
    QFETCH(const QColor, ground);
    const double ratio = contrast(text, ground);
    QVERIFY2(ratio >= 4.5, QByteArray::number(ratio).constData());
}

void TestColours::aFieldsBorderCanBeSeen()
{
    for (const Colours &colours : {lightColours(), darkColours()}) {
        QVERIFY(contrast(colours.fieldBorder, colours.window) >= 3);
        QVERIFY(contrast(colours.fieldBorder, colours.base) >= 3);
    }
    // The measure itself, against the two ends that everybody knows.
    QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21);
    QCOMPARE(qRound(contrast(Qt::white, Qt::white)), 1);
}

void TestColours::aForeignPaletteKeepsItsTexts()
{
    QPalette foreign(QColor(0, 0, 0), QColor(0, 0, 0));
    foreign.setColor(QPalette::Link, Qt::yellow);
    const Colours colours = coloursFor(foreign);
    QVERIFY(colours.isDark);
    QCOMPARE(colours.accent, QColor(Qt::yellow));
    QCOMPARE(colours.bad, darkColours().bad);
}

void TestColours::ownIconsFollowThePalette()
{
    const auto inkOf = [] {
        const QImage image = tintedIcon("refresh").pixmap(16, 16).toImage();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y).alpha() > 200)
                    return image.pixelColor(x, y);
            }
        }
        return QColor();
    };
    applyLook(*qApp, Appearance::Light);
    const QColor light = inkOf();
    applyLook(*qApp, Appearance::Dark);
    const QColor dark = inkOf();
    QVERIFY(light.isValid());
    QVERIFY(light.lightness() < 128);
    QVERIFY(dark.lightness() > 128);
}

QTEST_MAIN(TestColours)
#include "tst_colours.moc"
