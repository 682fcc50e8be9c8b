#include "ui/tokens/chipbar.h"

#include "network/domain/error.h"
#include "ui/parts/flowlayout.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QApplication>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include <algorithm>
#include <array>

namespace latchkey {

namespace {

constexpr int Padding = 8;
constexpr int Gap = 6;
constexpr int CrossSize = 12;

//! Conditions that are often wanted.
struct Ready
{
    const char *title;
    const char *line;
};
constexpr std::array<Ready, 5> ReadyFilters{{
    {QT_TRANSLATE_NOOP("latchkey::ChipBar", "Unused > 90 days"), "unused>90d"},
    {QT_TRANSLATE_NOOP("latchkey::ChipBar", "Expires < 14 days"), "expires>0d expires<14d"},
    {QT_TRANSLATE_NOOP("latchkey::ChipBar", "Never expires"), "expires:never"},
    {QT_TRANSLATE_NOOP("latchkey::ChipBar", "Never used"), "last-used:never"},
    {QT_TRANSLATE_NOOP("latchkey::ChipBar", "Used by this app"), "own:yes"},
}};

QStringList typedConditions(const TokenFilter &filter)
{
    QStringList typed;
    for (const FilterCondition &condition : filter.conditions())
        typed += filter.line().sliced(condition.start, condition.length);
    return typed;
}

} // namespace

Chip::Chip(const QString &label, bool isActive, QWidget *parent)
    : QAbstractButton(parent)
    , m_label(label)
    , m_isActive(isActive)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(isActive ? tr("Remove the condition %1").arg(label) : tr("Show only: %1").arg(label));
    setToolTip(QStringLiteral("<qt>%1</qt>").arg(accessibleName().toHtmlEscaped())); // what is plain stays plain
}

void Chip::setCount(qint64 count)
{
    m_count = count;
    setAccessibleDescription(count < 0 ? QString() : tr("%Ln token(s)", nullptr, int(count)));
    updateGeometry();
    update();
}

QString Chip::countText() const { return m_count < 0 ? QString() : QLocale().toString(m_count); }

QSize Chip::sizeHint() const
{
    int width = 2 * Padding + fontMetrics().horizontalAdvance(m_label);
    if (m_isActive)
        width += Gap + CrossSize;
    if (m_count >= 0)
        width += Gap + fontMetrics().horizontalAdvance(countText());
    return {width, fontMetrics().height() + 4};
}

void Chip::paintEvent(QPaintEvent *)
{
    const Colours colours = coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isStrong = isDown() || hasFocus();
    painter.setPen(QPen(isStrong || m_isActive ? colours.accent : colours.fieldBorder, hasFocus() ? 2 : 1));
    painter.setBrush(m_isActive || isDown() ? palette().color(QPalette::Highlight)
                         : underMouse()     ? colours.alternate
                                            : palette().color(QPalette::Base));
    const qreal half = hasFocus() ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), 4, 4);
    painter.setPen(palette().color(QPalette::Text));
    const QRect inner = rect().adjusted(Padding, 0, -Padding, 0);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, m_label);
    if (m_isActive) {
        painter.drawPixmap(inner.right() + 1 - CrossSize, (height() - CrossSize) / 2,
                           iconPixmap("close", palette().color(QPalette::Text), CrossSize, devicePixelRatioF()));
    } else {
        painter.setPen(colours.dim);
        painter.drawText(inner, Qt::AlignVCenter | Qt::AlignRight, countText());
    }
}

ChipBar::ChipBar(QWidget *parent) : QWidget(parent), m_flow(new FlowLayout(this)), m_folded(menuButton(nullptr))
{
    setObjectName(QStringLiteral("chipBar"));
    setAccessibleName(tr("Conditions of the filter"));
    m_folded->setObjectName(QStringLiteral("filtersButton"));
    connect(m_folded, &QAbstractButton::clicked, this, [this] {
        auto *menu = new QMenu(m_folded);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillFolded(menu);
        menu->popup(m_folded->mapToGlobal(m_folded->rect().bottomLeft()));
    });
    m_folded->hide();
    rebuild();
}

QStringList ChipBar::readyLines()
{
    QStringList lines;
    for (const Ready &ready : ReadyFilters)
        lines += QLatin1String(ready.line);
    return lines;
}

void ChipBar::setFilter(const TokenFilter &filter)
{
    m_filter = filter;
    rebuild();
}

void ChipBar::setCounts(const MatchCounter::Counts &counts)
{
    m_counts = counts;
    const auto chips = findChildren<Chip *>();
    for (Chip *chip : chips) {
        const QString line = chip->property("line").toString();
        if (!line.isEmpty())
            chip->setCount(m_counts.value(line, -1));
    }
}

void ChipBar::setFolded(bool isFolded)
{
    m_isFolded = isFolded;
    setVisible(!isFolded);
    m_folded->setVisible(isFolded);
}

QString ChipBar::conditionText(const TokenFilter &filter, const FilterCondition &condition)
{
    QString typed = filter.line().sliced(condition.start, condition.length);
    if (condition.isNegated)
        typed.remove(0, 1);
    QString text;
    if (condition.key == FilterCondition::Key::Text) {
        text = tr("“%1”").arg(condition.text);
    } else {
        const auto isSign = [](QChar c) { return QStringView(u":<>=").contains(c); };
        const auto sign = std::find_if(typed.cbegin(), typed.cend(), isSign);
        const auto value = std::find_if_not(sign, typed.cend(), isSign);
        const QString key(typed.cbegin(), sign - typed.cbegin());
        const QString signs(sign, value - sign);
        const QString rest(value, typed.cend() - value);
        text = key + (signs == QLatin1String(":") ? QStringLiteral(": ") : u' ' + signs + u' ') + rest;
    }
    text = cleanedText(text);
    return condition.isNegated ? tr("not %1").arg(text) : text;
}

QString ChipBar::lineWithout(const TokenFilter &filter, qsizetype index)
{
    QStringList typed = typedConditions(filter);
    typed.removeAt(index);
    return typed.join(u' ');
}

QString ChipBar::lineWith(const QString &readyLine) const
{
    return m_filter.isEmpty() ? readyLine : m_filter.line().trimmed() + u' ' + readyLine;
}

bool ChipBar::isInForce(const QString &readyLine) const
{
    const QStringList typed = typedConditions(m_filter);
    const QStringList wanted = readyLine.split(u' ');
    return std::all_of(wanted.begin(), wanted.end(),
                       [&typed](const QString &condition) { return typed.contains(condition); });
}

void ChipBar::rebuild()
{
    QWidget *focused = QApplication::focusWidget();
    const int place = focused != nullptr ? m_flow->indexOf(focused) : -1;
    const bool wasCondition = place >= 0 && focused->objectName() == QLatin1String("conditionChip");
    while (QLayoutItem *item = m_flow->takeAt(0)) {
        if (QWidget *chip = item->widget()) {
            chip->clearFocus(); // else Qt gives it to what comes next in the window
            chip->hide();
            chip->deleteLater();
        }
        delete item;
    }
    const QFont small = headerFont(font());
    for (qsizetype index = 0; index < m_filter.conditions().size(); ++index) {
        auto *chip = new Chip(conditionText(m_filter, m_filter.conditions()[index]), true, this);
        chip->setObjectName(QStringLiteral("conditionChip"));
        chip->setFont(small);
        m_flow->addWidget(chip);
        connect(chip, &QAbstractButton::clicked, this,
                [this, index] { Q_EMIT lineWanted(lineWithout(m_filter, index)); });
    }
    for (const Ready &ready : ReadyFilters) {
        const QString line = QLatin1String(ready.line);
        if (isInForce(line))
            continue;
        auto *chip = new Chip(tr(ready.title), false, this);
        chip->setObjectName(QStringLiteral("readyChip"));
        chip->setProperty("line", line);
        chip->setFont(small);
        chip->setCount(m_counts.value(line, -1));
        m_flow->addWidget(chip);
        connect(chip, &QAbstractButton::clicked, this, [this, line] { Q_EMIT lineWanted(lineWith(line)); });
    }
    QPushButton *add = menuButton(this);
    add->setObjectName(QStringLiteral("addFilterButton"));
    add->setText(tr("Add filter"));
    add->setFont(small);
    add->setToolTip(tr("Add a condition to the filter"));
    add->setFixedHeight(QFontMetrics(small).height() + 4); // as the chips
    connect(add, &QAbstractButton::clicked, this, [this, add] {
        auto *menu = new QMenu(add);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillKeys(menu);
        menu->popup(add->mapToGlobal(add->rect().bottomLeft()));
    });
    m_flow->addWidget(add);

    for (int at = 0; at < m_flow->count(); ++at)
        m_flow->itemAt(at)->widget()->show(); // the layout would do so later, and what is hidden takes no keyboard
    // The keyboard stays: at what became of the chip that was pressed, or at the one that took its place.
    const qsizetype count = m_filter.conditions().size();
    if (place >= 0) {
        const int next = wasCondition ? std::min(place, m_flow->count() - 1) : std::max(int(count) - 1, 0);
        m_flow->itemAt(next)->widget()->setFocus(Qt::OtherFocusReason);
    }
    m_folded->setText(count == 0 ? tr("Filters") : tr("Filters %1").arg(count));
    m_folded->setAccessibleName(m_folded->text());
    updateGeometry();
}

QPushButton *ChipBar::menuButton(QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setIcon(icon("down"));
    button->setLayoutDirection(Qt::RightToLeft); // the arrow behind the text
    button->setAutoDefault(false);
    return button;
}

void ChipBar::fillKeys(QMenu *menu)
{
    const QStringList keys = TokenFilter::keys();
    for (const QString &key : keys) {
        const QAction *action = menu->addAction(key);
        connect(action, &QAction::triggered, this, [this, key] { Q_EMIT keyWanted(key); });
    }
}

void ChipBar::fillFolded(QMenu *menu)
{
    menu->clear();
    for (qsizetype index = 0; index < m_filter.conditions().size(); ++index) {
        QAction *action = menu->addAction(withoutMnemonic(conditionText(m_filter, m_filter.conditions()[index])));
        action->setCheckable(true);
        action->setChecked(true);
        connect(action, &QAction::triggered, this, [this, index] { Q_EMIT lineWanted(lineWithout(m_filter, index)); });
    }
    menu->addSeparator();
    for (const Ready &ready : ReadyFilters) {
        const QString line = QLatin1String(ready.line);
        if (isInForce(line))
            continue;
        const qint64 count = m_counts.value(line, -1);
        const QString title = tr(ready.title);
        const QAction *action =
            menu->addAction(count < 0 ? title : tr("%1 (%2)").arg(title, QLocale().toString(count)));
        connect(action, &QAction::triggered, this, [this, line] { Q_EMIT lineWanted(lineWith(line)); });
    }
    menu->addSeparator();
    QMenu *keys = menu->addMenu(tr("Add filter"));
    fillKeys(keys);
}

} // namespace latchkey
