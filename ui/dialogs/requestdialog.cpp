#include "ui/dialogs/requestdialog.h"

#include "ui/dialogs/dialoghead.h"
#include "ui/dialogs/fieldbox.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/taborder.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

RequestDialog::RequestDialog(QPushButton *action, const Foot &foot, QSize charactersAndLines, QWidget *parent)
    : QDialog(parent)
    , m_says(foot)
    , m_wanted(charactersAndLines)
    , m_head(new DialogHead(this))
    , m_banner(new Banner(this))
    , m_column(new QVBoxLayout(this))
    , m_progress(new QProgressBar(this))
    , m_foot(new PlainLabel(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_action(action)
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_head);
    m_column->addWidget(m_banner);
}

QSize RequestDialog::sizeHint() const
{
    const int unit = fontMetrics().averageCharWidth();
    const int body = m_body == nullptr ? 0 : m_body->widget()->minimumSizeHint().width() + unit * 4;
    return {std::max(unit * m_wanted.width(), body), fontMetrics().height() * m_wanted.height()};
}

void RequestDialog::setBody(QScrollArea *body)
{
    m_body = body;
    m_body->setWidgetResizable(true);
    m_body->setFrameShape(QFrame::NoFrame);
    m_body->setFocusPolicy(Qt::NoFocus);
    keepFocusedShown(*m_body);
    m_column->addWidget(m_body, 1);
    m_column->addWidget(dividingLine(this));
    m_column->addWidget(makeFoot());
    tabAlongLayouts(this);
    setWaiting(false);
    openAtWantedSize(*this);
}

QWidget *RequestDialog::makeFoot()
{
    m_progress->setObjectName(QStringLiteral("progress"));
    m_progress->setAccessibleName(m_says.waiting);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 16);
    m_foot->setObjectName(QStringLiteral("foot"));
    m_foot->setDim(true);
    m_foot->setWordWrap(true);
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_cancel->setAutoDefault(false);
    m_action->setDefault(true);
    connect(m_cancel, &QPushButton::clicked, this, &RequestDialog::reject);
    connect(m_action, &QPushButton::clicked, this, [this] {
        if (!m_isWaiting)
            send();
    });

    auto *foot = new QWidget(this);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(8);
    row->addWidget(m_progress);
    row->addWidget(m_foot, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_action);
    return foot;
}

void RequestDialog::setWaiting(bool waiting)
{
    m_isWaiting = waiting;
    m_body->widget()->setEnabled(!waiting);
    m_cancel->setEnabled(!waiting);
    m_action->setEnabled(!waiting && canSend());
    m_progress->setVisible(waiting);
    m_foot->setText(waiting ? m_says.waiting : m_says.idle);
}

bool RequestDialog::goTo(QWidget *firstWrong)
{
    if (firstWrong == nullptr)
        return true;
    firstWrong->setFocus();
    showFocused(*m_body);
    return false;
}

void RequestDialog::reject()
{
    if (!m_isWaiting)
        QDialog::reject();
}

} // namespace latchkey
