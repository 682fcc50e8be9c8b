#include "ui/tokens/tokentitle.h"

#include "ui/parts/plainlabel.h"
#include "ui/style/badges.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

namespace latchkey {

TokenTitle::TokenTitle(QWidget *parent)
    : QWidget(parent)
    , m_title(new PlainLabel(tr("Tokens"), this))
    , m_account(new PlainLabel(this))
    , m_choose(new QPushButton(this))
    , m_badge(new Badge(Environment::Production, BadgeForm::Full, this))
    , m_provider(new PlainLabel(this))
    , m_progress(new PlainLabel(this))
    , m_bar(new QProgressBar(this))
    , m_stop(new QPushButton(tr("Stop"), this))
    , m_age(new PlainLabel(this))
{
    setObjectName(QStringLiteral("tokenTitle"));
    m_title->setFont(titleFont(font()));
    m_account->setObjectName(QStringLiteral("titleAccount"));
    m_account->setElided(Qt::ElideRight);
    m_choose->setObjectName(QStringLiteral("chooseAccount"));
    m_choose->setIcon(icon("down"));
    m_choose->setLayoutDirection(Qt::RightToLeft); // the arrow behind the text
    m_choose->setAutoDefault(false);
    m_choose->setToolTip(tr("Choose the account to show"));
    m_choose->hide();
    m_provider->setDim(true);
    m_progress->setObjectName(QStringLiteral("loadProgress"));
    m_progress->setFont(secondaryFont(font()));
    m_bar->setObjectName(QStringLiteral("loadBar"));
    m_bar->setAccessibleName(tr("Loading"));
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(fontMetrics().averageCharWidth() * 16, std::max(6, fontMetrics().height() / 3));
    m_stop->setObjectName(QStringLiteral("stopLoading"));
    m_stop->setIcon(icon("stop"));
    m_stop->setToolTip(tr("Stop loading; what has come stays"));
    m_stop->setAutoDefault(false);
    m_age->setObjectName(QStringLiteral("refreshed"));
    m_age->setDim(true);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 3, 12, 4);
    row->setSpacing(8);
    row->addWidget(m_title);
    row->addWidget(m_account);
    row->addWidget(m_choose);
    row->addWidget(m_badge);
    row->addWidget(m_provider);
    row->addStretch(1);
    row->addWidget(m_progress);
    row->addWidget(m_bar);
    row->addWidget(m_stop);
    row->addWidget(m_age);
    setMinimumHeight(std::max(fontMetrics().height() + 16, m_stop->sizeHint().height() + 8));
    connect(m_choose, &QAbstractButton::clicked, this,
            [this] { Q_EMIT accountsRequested(m_choose->mapToGlobal(m_choose->rect().bottomLeft())); });
    connect(m_stop, &QAbstractButton::clicked, this, &TokenTitle::stopRequested);
    setAccount(nullptr);
    showAge({});
}

void TokenTitle::setAccount(const AccountRow *account)
{
    m_isProduction = account && account->environment == Environment::Production;
    m_account->setDim(!account);
    m_account->setText(account ? account->name : tr("All accounts"));
    m_choose->setText(m_account->text().replace(u'&', QStringLiteral("&&")));
    m_choose->setAccessibleName(tr("Account: %1").arg(m_account->text()));
    m_provider->setText(account ? account->providerName : QString());
    m_provider->setVisible(account);
    m_badge->setVisible(account);
    if (account)
        m_badge->setEnvironment(account->environment);
    update();
}

void TokenTitle::setNarrow(bool isNarrow)
{
    m_account->setVisible(!isNarrow);
    m_choose->setVisible(isNarrow);
}

void TokenTitle::showProgress(const QString &text, qint64 arrived, qint64 expected)
{
    constexpr int Thousandths = 1000;
    m_progress->setText(text);
    m_bar->setRange(0, expected > 0 ? Thousandths : 0);
    m_bar->setValue(expected > 0 ? int(std::min<qint64>(Thousandths, arrived * Thousandths / expected)) : 0);
    for (QWidget *part :
         {static_cast<QWidget *>(m_progress), static_cast<QWidget *>(m_bar), static_cast<QWidget *>(m_stop)})
        part->show();
    m_age->hide();
}

void TokenTitle::showAge(const QString &text)
{
    for (QWidget *part :
         {static_cast<QWidget *>(m_progress), static_cast<QWidget *>(m_bar), static_cast<QWidget *>(m_stop)})
        part->hide();
    m_age->setText(text);
    m_age->setVisible(!text.isEmpty());
}

void TokenTitle::paintEvent(QPaintEvent *)
{
    const Colours colours = coloursFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), m_isProduction ? colours.productionTint : palette().color(QPalette::Base));
    const int line = m_isProduction ? 2 : 1;
    painter.fillRect(QRect(0, height() - line, width(), line), m_isProduction ? colours.production : colours.line);
}

} // namespace latchkey
