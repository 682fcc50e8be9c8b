#include "ui/panes/sidebar.h"

#include "models/accounts/accountsmodel.h"
#include "ui/panes/sidebardelegate.h"
#include "ui/parts/actions.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace latchkey {

namespace {

using Kind = SidebarModel::Kind;

} // namespace

Sidebar::Sidebar(const AccountsModel &accounts, const QHash<ProviderId, QString> &providerNames, Actions &actions,
                 QWidget *parent)
    : QWidget(parent)
    , m_model(new SidebarModel(accounts, providerNames, this))
    , m_delegate(new SidebarDelegate(this))
    , m_view(new QTreeView(this))
    , m_add(new QToolButton(this))
    , m_footer(new QWidget(this))
    , m_keychainIcon(new PlainLabel(this))
    , m_keychainText(new PlainLabel(this))
    , m_unlock(new QToolButton(this))
{
    setObjectName(QStringLiteral("sidebar"));
    m_view->setObjectName(QStringLiteral("sidebarView"));
    m_view->setAccessibleName(tr("Pages and accounts"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(m_delegate);
    m_view->setHeaderHidden(true);
    m_view->setRootIsDecorated(false);
    m_view->setIndentation(0);
    // A hidden header never hears that there is less room, so that the column is kept as wide as the view by hand.
    m_view->header()->setMinimumSectionSize(1);
    m_view->header()->setStretchLastSection(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMouseTracking(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setExpandsOnDoubleClick(false);
    // Two rows are selected, a page and an account; clicks and keys go through choose().
    m_view->setSelectionMode(QAbstractItemView::NoSelection);
    m_view->viewport()->setBackgroundRole(QPalette::Window);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    m_view->setIndexWidget(m_model->headingIndex(), makeHeading());
    m_add->setObjectName(QStringLiteral("addAccount"));
    m_add->setDefaultAction(actions.addAccount);
    m_add->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_add->setAccessibleName(tr("Add an account"));
    m_add->setAutoRaise(true);
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, &Sidebar::placeAdd);
    connect(m_view, &QTreeView::clicked, this, &Sidebar::choose);

    m_footer->setObjectName(QStringLiteral("keychainState"));
    m_keychainText->setDim(true);
    m_keychainText->setElided(Qt::ElideRight);
    m_unlock->setObjectName(QStringLiteral("unlockKeychain"));
    m_unlock->setDefaultAction(actions.unlockKeychain);
    m_unlock->setAutoRaise(true);
    auto *footer = new QHBoxLayout(m_footer);
    footer->setContentsMargins(12, 4, 8, 4);
    footer->setSpacing(6);
    footer->addWidget(m_keychainIcon);
    footer->addWidget(m_keychainText, 1);
    footer->addWidget(m_unlock);

    auto *line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(line);
    column->addWidget(m_footer);

    connect(m_model, &SidebarModel::rebuilt, this, &Sidebar::settle);
    settle();
    setKeychain(m_keychain);
}

QWidget *Sidebar::makeHeading()
{
    auto *heading = new QWidget;
    heading->setObjectName(QStringLiteral("accountsHeading"));
    heading->setAutoFillBackground(true);
    auto *text = new PlainLabel(tr("Accounts"));
    QFont font = boldFont(secondaryFont(this->font()));
    text->setFont(font);
    auto *row = new QHBoxLayout(heading);
    row->setContentsMargins(12, 0, 8, 0);
    row->addWidget(text, 1);
    return heading;
}

void Sidebar::showInventory(const TokenSnapshot &snapshot) { m_model->showInventory(snapshot); }

void Sidebar::showAllowed(const QSet<AccountId> &accounts) { m_model->showAllowed(accounts); }

void Sidebar::showPeople(qint64 all, const QHash<AccountId, qint64> &instead) { m_model->showPeople(all, instead); }

void Sidebar::setRunsText(const QString &text) { m_model->setRunsText(text); }

void Sidebar::setKeychain(Keychain keychain)
{
    m_keychain = keychain;
    QString text;
    const char *icon = "unlock";
    Tint tint = Tint::Dim;
    switch (keychain) {
    case Keychain::Unlocked:
        text = tr("Keychain unlocked");
        break;
    case Keychain::Locked:
        text = tr("Keychain locked");
        icon = "lock";
        tint = Tint::Warn;
        break;
    case Keychain::Missing:
        text = tr("No keychain: this session only");
        icon = "warning";
        tint = Tint::Warn;
        break;
    }
    m_keychainIcon->setPixmap(tintedIcon(icon, tint).pixmap(QSize(14, 14), devicePixelRatioF()));
    m_keychainIcon->setToolTip(text);
    m_keychainText->setText(text);
    m_keychainText->setVisible(!m_isRail);
    m_footer->setAccessibleName(text);
    m_unlock->setVisible(keychain == Keychain::Locked && !m_isRail);
}

void Sidebar::setPage(Page page)
{
    m_page = page;
    if (!m_view->hasFocus())
        m_view->setCurrentIndex(m_model->indexOf(page)); // where the arrow keys begin
    mark();
}

void Sidebar::setAccount(const std::optional<AccountId> &account)
{
    m_account = account;
    mark();
}

void Sidebar::setRail(bool isRail)
{
    if (isRail == m_isRail)
        return;
    m_isRail = isRail;
    m_delegate->setRail(isRail);
    settle();
    setKeychain(m_keychain);
}

QSize Sidebar::sizeHint() const
{
    return {m_isRail ? SidebarDelegate::railWidth(*this) : fontMetrics().height() * 25 / 2,
            QWidget::sizeHint().height()};
}

void Sidebar::settle()
{
    for (int row = m_model->headingIndex().row(); row < m_model->rowCount(); ++row)
        m_view->setRowHidden(row, {}, m_isRail);
    for (int page = 0; page < m_model->headingIndex().row(); ++page) {
        const QModelIndex index = m_model->index(page, 0);
        m_model->setData(index, m_isRail ? index.data(Qt::DisplayRole) : QVariant(), Qt::ToolTipRole);
    }
    m_view->expandAll();
    m_view->doItemsLayout();
    const int rail = SidebarDelegate::railWidth(*this);
    setMinimumWidth(m_isRail ? rail : fontMetrics().height() * 8);
    setMaximumWidth(m_isRail ? rail : QWIDGETSIZE_MAX);
    updateGeometry();
    mark();
    placeAdd();
}

void Sidebar::placeAdd()
{
    const QRect heading = m_view->visualRect(m_model->headingIndex());
    const bool isInSight = !m_isRail && heading.top() >= 0 && heading.bottom() < m_view->viewport()->height();
    m_add->setVisible(isInSight);
    if (!isInSight)
        return;
    const QPoint corner = m_view->viewport()->mapTo(this, heading.topRight());
    const int width = m_add->sizeHint().width();
    m_add->setGeometry(corner.x() - 8 - width, corner.y(), width, heading.height());
    m_add->raise();
}

void Sidebar::mark()
{
    QModelIndex account = m_model->indexOf(m_account);
    if (!account.isValid())
        account = m_model->indexOf(std::optional<AccountId>());
    QItemSelection selection;
    for (const QModelIndex &index : {m_model->indexOf(m_page), account})
        selection.select(index, index);
    m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void Sidebar::choose(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    switch (SidebarModel::kindOf(index)) {
    case Kind::Page:
        setPage(Page(index.data(SidebarModel::PageRole).toInt()));
        Q_EMIT pageChosen(m_page);
        return;
    case Kind::Heading:
        return;
    case Kind::Provider:
        m_view->setExpanded(index, !m_view->isExpanded(index));
        return;
    case Kind::AllAccounts:
    case Kind::Account:
        setAccount(SidebarModel::accountOf(index));
        Q_EMIT accountChosen(m_account);
        return;
    }
}

void Sidebar::requestMenu(const QModelIndex &index, QPoint at)
{
    if (const auto account = SidebarModel::accountOf(index))
        Q_EMIT accountMenuRequested(*account, at);
}

void Sidebar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        setKeychain(m_keychain);
}

bool Sidebar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) {
            choose(m_view->currentIndex());
            return true;
        }
    }
    if (watched == m_view->viewport() && event->type() == QEvent::Resize) {
        m_view->setColumnWidth(0, m_view->viewport()->width());
        QMetaObject::invokeMethod(this, &Sidebar::placeAdd, Qt::QueuedConnection); // when the rows are laid out
    }
    if (watched == m_view->viewport() && event->type() == QEvent::ContextMenu) {
        const auto *request = static_cast<QContextMenuEvent *>(event);
        const bool isKey = request->reason() == QContextMenuEvent::Keyboard;
        const QModelIndex index = isKey ? m_view->currentIndex() : m_view->indexAt(request->pos());
        const QPoint at = isKey ? m_view->visualRect(index).bottomLeft() : request->pos();
        requestMenu(index, m_view->viewport()->mapToGlobal(at));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace latchkey
