#include "ui/tokens/tokendelegate.h"

#include "network/domain/error.h"
#include "ui/dates.h"
#include "ui/style/badges.h"
#include "ui/style/look.h"
#include "ui/texts.h"
#include "ui/tokens/tokenselection.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace latchkey {

namespace {

using Column = TokenTableModel::Column;

constexpr int KeptTexts = 4096;
constexpr int IconSize = 16;
constexpr int SelectionBar = 3;

std::optional<Moment> momentOf(const InventoryRow &row, Column column)
{
    switch (column) {
    case Column::Created:
        return row.created();
    case Column::LastUsed:
        return row.lastUsed();
    case Column::Expires:
        return row.expires();
    default:
        return {};
    }
}

} // namespace

QString cellText(const TokenTableModel &model, int row, Column column, qint64 nowMs)
{
    const InventoryRow token = model.row(row);
    if (const auto moment = momentOf(token, column))
        return relativeText(*moment, nowMs);
    if (column == Column::State && token.isSoon(nowMs))
        return TokenDelegate::tr("expires soon");
    if (column == Column::Name && !token.name())
        return shortId(token.id());
    return model.text(token, column).value_or(notReportedText());
}

TokenDelegate::TokenDelegate(const TokenTableModel &model, const TokenSelection &selection, const Clock &clock,
                             QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
    , m_selection(selection)
    , m_clock(clock)
    , m_texts(KeptTexts)
{
}

void TokenDelegate::restyle(const QWidget &widget)
{
    m_palette = widget.palette();
    m_colours = coloursFor(m_palette);
    m_font = widget.font();
    m_absentFont = m_font;
    m_absentFont.setItalic(true);
    m_codeFont = codeFont(m_font);
    m_padding = widget.fontMetrics().height() / 2 - 1;
    m_gap = widget.fontMetrics().height() / 3;
    m_texts.clear();
    m_pixmaps.clear();
}

int TokenDelegate::minimumWidth(Column column) const
{
    // A laid out text may be a pixel wider than its advance.
    const int absent = QFontMetrics(m_absentFont).horizontalAdvance(notReportedText()) + 2;
    if (column != Column::State)
        return absent + 2 * m_padding;
    const int soon = QFontMetrics(m_font).horizontalAdvance(tr("expires soon"));
    return std::max(absent, soon) + IconSize + m_gap + 2 * m_padding + 2;
}

void TokenDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect &rect = option.rect;
    if (m_selection.containsRow(index.row())) {
        const bool hasFocus = option.widget && option.widget->hasFocus();
        painter->fillRect(rect, m_palette.color(hasFocus ? QPalette::Active : QPalette::Inactive, QPalette::Highlight));
        if (index.column() == m_firstColumn)
            painter->fillRect(QRect(rect.left(), rect.top(), SelectionBar, rect.height()), m_colours.accent);
    }
    paintCell(*painter, rect.adjusted(m_padding, 0, -m_padding, 0), m_model.row(index.row()), Column(index.column()));
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(m_colours.accent);
        painter->drawRect(rect.adjusted(0, 0, -1, -1));
    }
}

void TokenDelegate::paintCell(QPainter &painter, QRect rect, const InventoryRow &row, Column column) const
{
    switch (column) {
    case Column::State:
        return paintState(painter, rect, row);
    case Column::Name:
        return paintName(painter, rect, row);
    case Column::Account:
        return paintAccount(painter, rect, row);
    case Column::Created:
        return paintMoment(painter, rect, row, row.created());
    case Column::LastUsed:
        return paintMoment(painter, rect, row, row.lastUsed());
    case Column::Expires:
        return paintMoment(painter, rect, row, row.expires());
    case Column::Id:
        paintText(painter, rect, m_model.text(row, column).value_or(QString()), row.isStale(), Face::Code,
                  Qt::AlignLeft, Qt::ElideMiddle);
        return;
    default:
        break;
    }
    const auto text = m_model.text(row, column);
    paintText(painter, rect, text.value_or(notReportedText()), row.isStale() || !text,
              text ? Face::Plain : Face::Absent);
}

void TokenDelegate::paintState(QPainter &painter, QRect rect, const InventoryRow &row) const
{
    const qint64 nowMs = m_clock.nowMs();
    const TokenState state = row.state(nowMs);
    const bool isSoon = row.isSoon(nowMs);
    const QPixmap &icon = stateIcon(markOf(state, isSoon), row.isStale(), painter.device()->devicePixelRatioF());
    painter.drawPixmap(rect.left(), rect.center().y() - IconSize / 2 + 1, icon);
    rect.setLeft(rect.left() + IconSize + m_gap);
    const auto text = isSoon ? tr("expires soon") : m_model.text(row, Column::State);
    paintText(painter, rect, text.value_or(notReportedText()), row.isStale() || !text,
              text ? Face::Plain : Face::Absent);
}

void TokenDelegate::paintName(QPainter &painter, QRect rect, const InventoryRow &row) const
{
    const bool isOwn = row.isOwn();
    const qreal ratio = painter.device()->devicePixelRatioF();
    const int badgeWidth = isOwn ? ownBadgeSize(m_font).width() + m_gap : 0;
    const QRect textRect = rect.adjusted(0, 0, -badgeWidth, 0);
    const auto name = m_model.text(row, Column::Name);
    const int width = name ? paintText(painter, textRect, *name, row.isStale()) : paintShortId(painter, textRect, row);
    if (isOwn) {
        const QPixmap &badge = ownBadge(ratio);
        painter.drawPixmap(rect.left() + width + m_gap,
                           rect.center().y() - int(badge.deviceIndependentSize().height()) / 2, badge);
    }
}

int TokenDelegate::paintShortId(QPainter &painter, const QRect &rect, const InventoryRow &row) const
{
    QString id = shortId(row.id());
    if (isPairId(row.id()))
        return paintText(painter, rect, id, row.isStale());
    if (QFontMetrics(m_codeFont).horizontalAdvance(id) > rect.width())
        id = cleanedText(row.id()); // shortened once, not twice
    return paintText(painter, rect, id, row.isStale(), Face::Code, Qt::AlignLeft, Qt::ElideMiddle);
}

void TokenDelegate::paintAccount(QPainter &painter, QRect rect, const InventoryRow &row) const
{
    constexpr int BarWidth = 4;
    if (!row.account().colour.isEmpty()) {
        painter.setOpacity(row.isStale() ? 0.5 : 1);
        paintAccountBar(painter, rect, row.account().colour);
        painter.setOpacity(1);
        rect.setLeft(rect.left() + BarWidth + m_gap);
    }
    const bool isProduction = row.account().environment == Environment::Production;
    const int badgeWidth =
        isProduction ? badgeSize(Environment::Production, BadgeForm::Quiet, m_font).width() + m_gap : 0;
    const int width = paintText(painter, rect.adjusted(0, 0, -badgeWidth, 0), row.account().name, row.isStale());
    if (isProduction) {
        const QPixmap &badge = productionBadge(painter.device()->devicePixelRatioF());
        painter.drawPixmap(rect.left() + width + m_gap,
                           rect.center().y() - int(badge.deviceIndependentSize().height()) / 2, badge);
    }
}

void TokenDelegate::paintMoment(QPainter &painter, const QRect &rect, const InventoryRow &row, Moment moment) const
{
    const bool isReported = moment.isReported();
    paintText(painter, rect, relativeText(moment, m_clock.nowMs()), row.isStale() || !isReported,
              isReported ? Face::Plain : Face::Absent, Qt::AlignRight);
}

int TokenDelegate::paintText(QPainter &painter, const QRect &rect, const QString &text, bool isDim, Face face,
                             Qt::Alignment alignment, Qt::TextElideMode elide) const
{
    painter.setFont(fontOf(face));
    painter.setPen(isDim ? m_colours.dim : m_palette.color(QPalette::Active, QPalette::Text));
    if (text.contains(QLatin1String("[U+"))) {
        paintVisibleText(painter, rect, text, alignment, elide);
        return std::min(rect.width(), QFontMetrics(fontOf(face)).horizontalAdvance(text));
    }
    const QStaticText &shown = laidOut({text, face, elide, rect.width()});
    const QSizeF size = shown.size();
    const int left = alignment & Qt::AlignRight ? rect.right() + 1 - int(std::ceil(size.width())) : rect.left();
    painter.drawStaticText(left, rect.top() + (rect.height() - int(size.height())) / 2, shown);
    return int(std::ceil(size.width()));
}

const QStaticText &TokenDelegate::laidOut(const TextKey &key) const
{
    if (const QStaticText *kept = m_texts.object(key))
        return *kept;
    const QFont &font = fontOf(key.face);
    auto *text = new QStaticText(key.text);
    text->setTextFormat(Qt::PlainText);
    text->prepare(QTransform(), font);
    if (text->size().width() > key.width) {
        text->setText(QFontMetrics(font).elidedText(key.text, key.elide, std::max(0, key.width)));
        text->prepare(QTransform(), font);
    }
    m_texts.insert(key, text);
    return *text;
}

const QFont &TokenDelegate::fontOf(Face face) const
{
    return face == Face::Plain ? m_font : face == Face::Absent ? m_absentFont : m_codeFont;
}

const QPixmap &TokenDelegate::stateIcon(const StateMark &mark, bool isGrey, qreal ratio) const
{
    QPixmap &icon = m_pixmaps[(isGrey ? "grey " : "") + QByteArray(mark.icon)];
    if (icon.isNull() || icon.devicePixelRatio() != ratio) {
        const QColor colour = isGrey || mark.tint == Tint::Dim ? m_colours.dim
            : mark.tint == Tint::Ok                            ? m_colours.ok
                                                               : m_colours.warn;
        icon = iconPixmap(mark.icon, colour, IconSize, ratio);
    }
    return icon;
}

const QPixmap &TokenDelegate::ownBadge(qreal ratio) const
{
    QPixmap &badge = m_pixmaps["own badge"];
    if (badge.isNull() || badge.devicePixelRatio() != ratio) {
        const QSize size = ownBadgeSize(m_font) + QSize(0, 1);
        badge = QPixmap(size * ratio);
        badge.setDevicePixelRatio(ratio);
        badge.fill(Qt::transparent);
        QPainter painter(&badge);
        paintOwnBadge(painter, QRect(QPoint(), size), m_palette, m_font);
    }
    return badge;
}

const QPixmap &TokenDelegate::productionBadge(qreal ratio) const
{
    QPixmap &badge = m_pixmaps["production badge"];
    if (badge.isNull() || badge.devicePixelRatio() != ratio) {
        const QSize size = badgeSize(Environment::Production, BadgeForm::Quiet, m_font) + QSize(0, 1);
        badge = QPixmap(size * ratio);
        badge.setDevicePixelRatio(ratio);
        badge.fill(Qt::transparent);
        QPainter painter(&badge);
        paintBadge(painter, QRect(QPoint(), size), Environment::Production, BadgeForm::Quiet, m_palette, m_font);
    }
    return badge;
}

QString TokenDelegate::toolTip(int row, Column column) const
{
    const InventoryRow token = m_model.row(row);
    if (const auto moment = momentOf(token, column))
        return exactText(*moment);
    if (column == Column::Name && !token.name())
        return tr("The provider reports no name. The id is %1.").arg(cleanedText(token.id()));
    if (column == Column::State && !token.isActionable())
        return tr("Its id is not of the provider's form: it is shown, but no request is ever made with it.");
    if (column == Column::State && token.isStale())
        return tr("The last refresh did not confirm this token.");
    const QString text = cellText(m_model, row, column, m_clock.nowMs());
    if (column == Column::Account)
        return tr("%1, %2, %3").arg(text, token.account().providerName, environmentText(token.account().environment));
    return text;
}

bool TokenDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                              const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    // As HTML, since a tool tip guesses: provider text must stay plain.
    const QString text = toolTip(index.row(), Column(index.column())).toHtmlEscaped();
    QToolTip::showText(event->globalPos(), QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(text),
                       view->viewport(), option.rect);
    return true;
}

} // namespace latchkey
