#include "ui/dialogs/dialoghead.h"

#include "ui/parts/plainlabel.h"
#include "ui/style/badges.h"
#include "ui/style/look.h"

#include <QHBoxLayout>
#include <QScreen>
#include <QVBoxLayout>

namespace latchkey {

DialogHead::DialogHead(QWidget *parent)
    : TintedHead(parent)
    , m_title(new PlainLabel(this))
    , m_subtitle(new PlainLabel(this))
    , m_badge(new Badge(Environment::Production, BadgeForm::Full, this))
{
    setObjectName(QStringLiteral("head"));
    m_title->setObjectName(QStringLiteral("headTitle"));
    m_subtitle->setObjectName(QStringLiteral("headSubtitle"));
    m_title->setFont(titleFont(font()));
    m_subtitle->setFont(secondaryFont(font()));
    m_title->setWordWrap(true);
    m_subtitle->setWordWrap(true);
    m_badge->hide();

    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_subtitle);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 10, 16, 12);
    row->setSpacing(12);
    row->addLayout(texts, 1);
    row->addWidget(m_badge, 0, Qt::AlignVCenter);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void DialogHead::say(const QString &title, const QString &subtitle)
{
    m_title->setText(title);
    m_subtitle->setText(subtitle);
    m_subtitle->setVisible(!subtitle.isEmpty());
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_subtitle->text());
}

void DialogHead::setEnvironment(std::optional<Environment> environment)
{
    setProduction(environment == Environment::Production);
    m_badge->setVisible(environment.has_value());
    if (environment)
        m_badge->setEnvironment(*environment);
}

QFrame *dividingLine(QWidget *parent, Qt::Orientation orientation)
{
    auto *line = new QFrame(parent);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    if (orientation == Qt::Horizontal) {
        line->setFrameShape(QFrame::HLine);
        line->setFixedHeight(1);
    } else {
        line->setFrameShape(QFrame::VLine);
        line->setFixedWidth(1);
    }
    return line;
}

void openAtWantedSize(QWidget &dialog)
{
    dialog.resize(dialog.sizeHint().boundedTo(dialog.screen()->availableSize() * 0.95));
}

} // namespace latchkey
