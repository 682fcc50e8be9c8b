#include "ui/panes/summaryview.h"

#include "network/domain/error.h"
#include "ui/dates.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/badges.h"
#include "ui/style/colours.h"
#include "ui/style/look.h"

#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

namespace latchkey {

namespace {

using Use = TokenSummary::Use;
using Expiry = TokenSummary::Expiry;

constexpr int BarRoom = 10; //!< an account's bar and the gap beside it

} // namespace

//! One line of a group: text, bar, count. Reads as "global, 4".
class BarRow : public QWidget
{
public:
    using Bar = SummaryView::Bar;
    using Look = SummaryView::Look;

    BarRow(Bar bar, qint64 whole) : m_bar(std::move(bar)), m_whole(whole)
    {
        m_bar.text = cleanedText(m_bar.text);
        m_count = QLocale().toString(m_bar.count);
        setObjectName(QStringLiteral("summaryBar"));
        setAccessibleName(QStringLiteral("%1, %2").arg(m_bar.text, m_count));
        const QString tip = m_bar.toolTip.isEmpty() ? m_bar.text : cleanedText(m_bar.toolTip);
        setToolTip(QStringLiteral("<qt>%1</qt>").arg(tip.toHtmlEscaped()));
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    [[nodiscard]] int nameWidth() const
    {
        return fontMetrics().horizontalAdvance(m_bar.text) + (m_bar.colour.isEmpty() ? 0 : BarRoom) + 8;
    }
    //! Of all rows, so that the bars are in line.
    void setNameWidth(int width) { m_nameWidth = width; }
    [[nodiscard]] QSize sizeHint() const override { return {fontMetrics().height() * 12, fontMetrics().height() + 3}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Colours colours = coloursFor(palette());
        QPainter painter(this);
        QRect text = rect();
        text.setWidth(std::min(m_nameWidth, rect().width() * 60 / 100));
        QFont shown = font();
        shown.setItalic(m_bar.look == Look::Absent);
        painter.setFont(shown);
        painter.setPen(m_bar.look == Look::Absent ? colours.dim : colours.text);
        QRect name = text.adjusted(0, 0, -6, 0);
        if (!m_bar.colour.isEmpty()) {
            paintAccountBar(painter, name, m_bar.colour);
            name.setLeft(name.left() + BarRoom);
        }
        paintVisibleText(painter, name, m_bar.text, Qt::AlignLeft);
        painter.setFont(font());
        painter.setPen(colours.text);
        painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, m_count);

        const int numbers = fontMetrics().horizontalAdvance(QLocale().toString(m_whole)) + 8;
        const int room = std::max(0, width() - text.width() - numbers);
        const int length = std::max(3, int(double(room) * double(m_bar.count) / double(std::max<qint64>(1, m_whole))));
        const QColor own(m_bar.colour);
        const QColor fill = own.isValid() ? own : m_bar.look == Look::Attention ? colours.warn : colours.fieldBorder;
        painter.fillRect(QRect(text.right() + 1, rect().center().y() - 3, length, 8), fill);
    }

private:
    Bar m_bar;
    QString m_count;
    qint64 m_whole;
    int m_nameWidth = 0;
};

SummaryView::SummaryView(QWidget *parent) : QScrollArea(parent)
{
    setObjectName(QStringLiteral("summary"));
    setAccessibleName(tr("Summary"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void SummaryView::showSummary(const TokenSummary &summary, const QHash<AccountId, QString> &colours)
{
    auto *page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    m_column = new QVBoxLayout(page);
    m_column->setContentsMargins(12, 8, 12, 8);
    m_column->setSpacing(1);
    m_tokens = summary.tokens;
    m_rows.clear();

    QList<Bar> accounts;
    for (const TokenSummary::Share &share : summary.accounts)
        accounts += Bar{.text = share.text, .count = share.count, .colour = colours.value(share.account)};
    addGroup(tr("Account"), {}, accounts);
    addGroup(tr("Owner"), {}, barsOf(summary.owners, summary.accounts.size() > 1));
    addGroup(tr("Scope"), tr("a token may hold several"), barsOf(summary.scopes, false));

    const QString never = tr("never");
    const auto bar = [](const auto &counts, const QString &text, auto bucket, Look look = Look::Plain) {
        return Bar{.text = text, .count = counts[size_t(bucket)], .look = look};
    };
    const auto &used = summary.lastUsed;
    addGroup(tr("Last used"), {},
             {bar(used, tr("last 24 hours"), Use::Day, Look::Attention),
              bar(used, tr("1 to 90 days ago"), Use::Quarter), bar(used, tr("over 90 days ago"), Use::Older),
              bar(used, never, Use::Never), bar(used, notReportedText(), Use::NotReported, Look::Absent)});
    const auto &expires = summary.expires;
    addGroup(tr("Expires"), {},
             {bar(expires, tr("already expired"), Expiry::Past),
              bar(expires, tr("in under 14 days"), Expiry::Fortnight),
              bar(expires, tr("in 14 to 90 days"), Expiry::Quarter), bar(expires, tr("in over 90 days"), Expiry::Later),
              bar(expires, never, Expiry::Never), bar(expires, notReportedText(), Expiry::NotReported, Look::Absent)});
    m_column->addStretch();
    int widest = 0;
    for (const BarRow *row : std::as_const(m_rows))
        widest = std::max(widest, row->nameWidth());
    for (BarRow *row : std::as_const(m_rows))
        row->setNameWidth(widest);
    setWidget(page);
}

QList<SummaryView::Bar> SummaryView::barsOf(const TokenSummary::Shares &shares, bool namesAccounts) const
{
    QList<Bar> bars;
    for (const TokenSummary::Share &share : shares.largest)
        bars += Bar{.text = share.text,
                    .toolTip = namesAccounts ? tr("%1 in %2").arg(share.text, share.accountName) : QString(),
                    .count = share.count};
    if (shares.others > 0)
        bars += Bar{.text = tr("%Ln other(s)", nullptr, int(shares.others)), .count = shares.inOthers};
    bars += Bar{.text = notReportedText(), .count = shares.notReported, .look = Look::Absent};
    return bars;
}

void SummaryView::addGroup(const QString &heading, const QString &note, const QList<Bar> &bars)
{
    auto *titles = new QHBoxLayout;
    titles->setSpacing(8);
    auto *title = new PlainLabel(heading);
    title->setFont(boldFont(font()));
    titles->addWidget(title);
    if (!note.isEmpty()) {
        auto *dim = new PlainLabel(note);
        dim->setDim(true);
        titles->addWidget(dim);
    }
    titles->addStretch();
    m_column->addLayout(titles);
    for (const Bar &bar : bars) {
        if (bar.count == 0)
            continue;
        m_rows += new BarRow(bar, m_tokens);
        m_column->addWidget(m_rows.constLast());
    }
    m_column->addSpacing(10);
}

} // namespace latchkey
