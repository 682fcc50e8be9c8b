#include "ui/tokens/tokentableview.h"

#include "ui/dates.h"
#include "ui/style/look.h"
#include "ui/tokens/tokendelegate.h"
#include "ui/tokens/tokentableaccessible.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QMetaEnum>
#include <QScrollBar>
#include <QStyleOptionHeader>

#include <algorithm>
#include <utility>

namespace latchkey {

namespace {

using Column = TokenTableModel::Column;

//! The header of the sorted column is bold, the others are dim.
class TokenHeader : public QHeaderView
{
public:
    explicit TokenHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
    {
        setObjectName(QStringLiteral("tokenHeader"));
        setAccessibleName(TokenTableView::tr("Columns"));
        setSectionsMovable(true);
        setSectionsClickable(true);
        setHighlightSections(false);
        setSortIndicatorShown(true);
        setContextMenuPolicy(Qt::CustomContextMenu);
        setTextElideMode(Qt::ElideRight);
    }

    [[nodiscard]] int wholeWidth(int section) const { return sectionSizeFromContents(section).width(); }

protected:
    void initStyleOptionForIndex(QStyleOptionHeader *option, int section) const override
    {
        QHeaderView::initStyleOptionForIndex(option, section);
        if (isSortIndicatorShown() && sortIndicatorSection() == section) {
            option->state |= QStyle::State_On; // the style's bold
            return;
        }
        option->palette.setColor(QPalette::ButtonText, palette().color(QPalette::PlaceholderText));
    }
};

//! What hides first where there is no room. The account goes where it is the same in all rows.
constexpr std::array HiddenFirst{Column::Created, Column::Id,     Column::LastIp,
                                 Column::Kind,    Column::Scopes, Column::Account};
constexpr std::array ShownAtFirst{Column::State,  Column::Name,     Column::Account, Column::Owner,
                                  Column::Scopes, Column::LastUsed, Column::Expires};
//! They take the room that is left, and give where it is scarce.
constexpr std::array Flexible{Column::Name, Column::Owner, Column::Client, Column::Scopes, Column::Resources};

constexpr int StateVersion = 1;
constexpr int ScrollStepMs = 50;

QString nameOf(Column column) { return QString::fromLatin1(QMetaEnum::fromType<Column>().valueToKey(int(column))); }

std::optional<Column> columnOf(const QString &name)
{
    bool isKnown = false;
    const int value = QMetaEnum::fromType<Column>().keyToValue(name.toLatin1().constData(), &isKnown);
    return isKnown ? std::optional(Column(value)) : std::nullopt;
}

} // namespace

TokenTableView::TokenTableView(TokenTableModel &model, const Clock &clock, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_clock(clock)
    , m_selection(model)
    , m_delegate(new TokenDelegate(model, m_selection, clock, this))
{
    installTokenTableAccessibility();
    setObjectName(QStringLiteral("tokenTable"));
    setAccessibleName(tr("Tokens"));
    for (const Column column : ShownAtFirst)
        m_isChosen[size_t(column)] = true;

    // Before the model's own slots of the base class, which move the current cell and the scroll bar.
    connect(&model, &QAbstractItemModel::layoutAboutToBeChanged, this, &TokenTableView::keepPlace);
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &TokenTableView::keepPlace);
    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this, &TokenTableView::keepPlace);
    connect(&model, &TokenTableModel::advanced, this, &TokenTableView::returnToPlace);
    connect(&m_selection, &TokenSelection::changed, this, &TokenTableView::announceSelection);

    setModel(&model);
    setItemDelegate(m_delegate);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setFrameShape(NoFrame);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setUpHeader();
    restyle();
}

void TokenTableView::setUpHeader()
{
    auto *header = new TokenHeader(this);
    setHorizontalHeader(header);
    header->setSortIndicator(int(Column::Owner), Qt::AscendingOrder);
    setSortingEnabled(true);
    connect(header, &QHeaderView::sectionResized, this, [this](int section, int, int width) {
        if (m_isFitting || width == 0)
            return;
        if (width < minimumWidth(section))
            horizontalHeader()->resizeSection(section, minimumWidth(section));
        else
            m_widths[size_t(section)] = width;
    });
    connect(header, &QHeaderView::sectionMoved, this, &TokenTableView::fitColumns);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint &at) { columnsMenu()->popup(header->mapToGlobal(at)); });
}

void TokenTableView::restyle()
{
    m_delegate->restyle(*this);
    horizontalHeader()->setFont(headerFont(font()));
    horizontalHeader()->setMinimumHeight(fontMetrics().height() + 6);
    const int height = latchkey::rowHeight(*this) + (m_isComfortable ? fontMetrics().height() / 3 : 0);
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
    fitColumns();
}

// Columns

QList<Column> TokenTableView::shownColumns() const
{
    QList<Column> columns;
    const QHeaderView *header = horizontalHeader();
    for (int visual = 0; visual < header->count(); ++visual) {
        const int section = header->logicalIndex(visual);
        if (!header->isSectionHidden(section))
            columns += Column(section);
    }
    return columns;
}

void TokenTableView::setColumnChosen(Column column, bool isChosen)
{
    m_isChosen[size_t(column)] = isChosen;
    if (std::find(m_isChosen.begin(), m_isChosen.end(), true) == m_isChosen.end())
        m_isChosen[size_t(Column::Name)] = true;
    fitColumns();
}

void TokenTableView::setNarrow(bool isNarrow)
{
    m_isNarrow = isNarrow;
    fitColumns();
}

void TokenTableView::setComfortable(bool isComfortable)
{
    m_isComfortable = isComfortable;
    restyle();
}

QMenu *TokenTableView::columnsMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("columnsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int section = 0; section < TokenOrder::Columns; ++section) {
        QAction *action = menu->addAction(m_model.headerData(section, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(m_isChosen[size_t(section)]);
        connect(action, &QAction::toggled, this,
                [this, section](bool isOn) { setColumnChosen(Column(section), isOn); });
    }
    // By keyboard too: the header takes the mouse alone.
    QMenu *order = menu->addMenu(tr("&Sort by"));
    const QHeaderView *header = horizontalHeader();
    for (int section = 0; section < TokenOrder::Columns; ++section) {
        const bool isSorted = header->sortIndicatorSection() == section;
        const bool isAscending = isSorted && header->sortIndicatorOrder() == Qt::AscendingOrder;
        QAction *action = order->addAction(m_model.headerData(section, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(isSorted);
        connect(action, &QAction::triggered, this, [this, section, isAscending] {
            sortByColumn(section, isAscending ? Qt::DescendingOrder : Qt::AscendingOrder); // again: the other way
        });
    }
    return menu;
}

int TokenTableView::minimumWidth(int section) const
{
    const int content = m_delegate->minimumWidth(Column(section));
    return std::max(content, static_cast<const TokenHeader *>(horizontalHeader())->wholeWidth(section));
}

//! In widths of a row's height, so that they grow with the font.
int TokenTableView::preferredWidth(Column column) const
{
    const auto heights = [this](double count) { return int(count * fontMetrics().height()); };
    switch (column) {
    case Column::State:
        return 0; // its least
    case Column::Name:
    case Column::Id:
        return heights(10);
    case Column::Account:
    case Column::Resources:
        return heights(7.2);
    case Column::Kind:
    case Column::Provider:
    case Column::Owner:
    case Column::Client:
    case Column::Scopes:
    case Column::Created:
    case Column::LastUsed:
    case Column::LastIp:
    case Column::Expires:
        break;
    }
    return heights(6.1);
}

void TokenTableView::fitColumns()
{
    m_isFitting = true;
    QHeaderView *header = horizontalHeader();
    const int room = viewport()->width();
    std::array<bool, TokenOrder::Columns> isShown = m_isChosen;
    std::array<int, TokenOrder::Columns> widths{};
    for (int section = 0; section < TokenOrder::Columns; ++section) {
        const int chosen = m_widths[size_t(section)];
        widths[size_t(section)] =
            std::max(minimumWidth(section), chosen > 0 ? chosen : preferredWidth(Column(section)));
    }
    const auto total = [&] {
        int sum = 0;
        for (size_t section = 0; section < widths.size(); ++section)
            sum += isShown[section] ? widths[section] : 0;
        return sum;
    };
    for (const Column column : HiddenFirst) {
        if (m_isNarrow && total() > room && (column != Column::Account || m_model.account()))
            isShown[size_t(column)] = false;
    }
    int sharers = 0;
    for (const Column column : Flexible)
        sharers += isShown[size_t(column)] ? 1 : 0;
    for (const Column column : Flexible) {
        if (!isShown[size_t(column)])
            continue;
        const int share = (room - total()) / sharers--;
        int &width = widths[size_t(column)];
        width = std::max(width + share, std::min(width, minimumWidth(int(column))));
    }
    for (int section = 0; section < TokenOrder::Columns; ++section) {
        header->setSectionHidden(section, !isShown[size_t(section)]);
        if (isShown[size_t(section)])
            header->resizeSection(section, widths[size_t(section)]);
    }
    m_isFitting = false;
    m_delegate->setFirstColumn(int(shownColumns().constFirst()));
    viewport()->update();
}

QByteArray TokenTableView::saveState() const
{
    const QHeaderView *header = horizontalHeader();
    QJsonArray columns;
    for (int visual = 0; visual < header->count(); ++visual) {
        const int section = header->logicalIndex(visual);
        columns += QJsonObject{{QStringLiteral("name"), nameOf(Column(section))},
                               {QStringLiteral("shown"), m_isChosen[size_t(section)]},
                               {QStringLiteral("width"), m_widths[size_t(section)]}};
    }
    const QJsonObject state{{QStringLiteral("version"), StateVersion},
                            {QStringLiteral("columns"), columns},
                            {QStringLiteral("sort"), nameOf(Column(header->sortIndicatorSection()))},
                            {QStringLiteral("descending"), header->sortIndicatorOrder() == Qt::DescendingOrder}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

bool TokenTableView::restoreState(const QByteArray &state)
{
    const QJsonObject saved = QJsonDocument::fromJson(state).object();
    const auto sort = columnOf(saved.value(QStringLiteral("sort")).toString());
    if (saved.value(QStringLiteral("version")).toInt() != StateVersion || !sort)
        return false;
    QHeaderView *header = horizontalHeader();
    const QJsonArray columns = saved.value(QStringLiteral("columns")).toArray();
    for (int visual = 0; visual < columns.size(); ++visual) {
        const QJsonObject entry = columns.at(visual).toObject();
        const auto column = columnOf(entry.value(QStringLiteral("name")).toString());
        if (!column)
            continue;
        m_isChosen[size_t(*column)] = entry.value(QStringLiteral("shown")).toBool();
        m_widths[size_t(*column)] = entry.value(QStringLiteral("width")).toInt();
        header->moveSection(header->visualIndex(int(*column)), std::min(visual, header->count() - 1));
    }
    header->setSortIndicator(
        int(*sort), saved.value(QStringLiteral("descending")).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
    setColumnChosen(Column::Name, m_isChosen[size_t(Column::Name)]); // never without any column
    return true;
}

// While the model changes

//! A newer answer to the same question keeps the place; a new question does not.
QString TokenTableView::question() const
{
    const QHeaderView *header = horizontalHeader();
    return QStringLiteral("%1 %2 %3 %4")
        .arg(header->sortIndicatorSection())
        .arg(int(header->sortIndicatorOrder()))
        .arg(m_model.account().value_or(AccountId()).value, m_model.filter().line());
}

void TokenTableView::keepPlace()
{
    if (m_place.isKept)
        return;
    m_place = {};
    m_place.isKept = true;
    const int top = rowAt(0);
    if (top > 0)
        m_place.top = m_model.index(top, 0);
    m_place.scroll = verticalScrollBar()->value();
    if (const QModelIndex current = currentIndex(); current.isValid()) {
        m_place.current = m_model.shownNumbers()[size_t(current.row())];
        m_place.row = current.row();
        m_place.column = current.column();
    }
}

void TokenTableView::returnToPlace(const TokenSnapshot &before)
{
    const Place place = std::exchange(m_place, {});
    const QString asked = question();
    const bool isSameQuestion = std::exchange(m_question, asked) == asked;
    if (!place.isKept)
        return;
    int row = -1;
    if (place.current) {
        std::optional<quint32> number = place.current;
        if (!m_model.snapshot().contains(*number)) {
            const InventoryRow gone = before.row(*number);
            number = m_model.snapshot().find(gone.account().id, {gone.id()});
        }
        row = number ? rowOf(*number) : -1;
        if (row >= 0 && row != currentIndex().row())
            selectionModel()->setCurrentIndex(m_model.index(row, place.column), QItemSelectionModel::NoUpdate);
    }
    // Where the current one went, Qt took the last: what came into its place is nearer, and under a new question the
    // first.
    if (place.current && row < 0 && m_model.rowCount() > 0)
        makeCurrent(isSameQuestion ? std::min(place.row, m_model.rowCount() - 1) : 0, place.column);
    executeDelayedItemsLayout();
    if (isSameQuestion)
        verticalScrollBar()->setValue(place.top.isValid() ? place.top.row() : place.scroll);
    else if (row >= 0 && m_selection.containsRow(row))
        scrollTo(currentIndex());
    else
        scrollToTop();
}

int TokenTableView::rowOf(quint32 number) const
{
    const std::vector<quint32> &shown = m_model.shownNumbers();
    const auto at = std::find(shown.begin(), shown.end(), number);
    return at == shown.end() ? -1 : int(at - shown.begin());
}

void TokenTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    // Not QTableView's: it speaks of children that our accessible table does not have.
    QAbstractItemView::currentChanged(current, previous); // NOLINT(bugprone-parent-virtual-call)
    if (hasFocus())
        announceTokenFocus(*this);
    Q_EMIT currentCellChanged();
}

void TokenTableView::announceSelection()
{
    viewport()->update();
    announceTokenSelection(*this);
}

// Mouse and keyboard

int TokenTableView::clampedRowAt(int y) const
{
    if (m_model.rowCount() == 0)
        return -1;
    const int row = rowAt(std::clamp(y, 0, std::max(0, viewport()->height() - 1)));
    return row >= 0 ? row : m_model.rowCount() - 1;
}

void TokenTableView::makeCurrent(int row, int column)
{
    if (column < 0)
        column = currentIndex().isValid() ? currentIndex().column() : int(shownColumns().constFirst());
    selectionModel()->setCurrentIndex(m_model.index(row, column), QItemSelectionModel::NoUpdate);
}

void TokenTableView::setAnchor(int row)
{
    m_anchor = m_model.index(row, 0);
    m_base = m_selection.bits();
}

void TokenTableView::extendTo(int row, bool addsToBase)
{
    const int anchor = m_anchor.isValid() ? m_anchor.row() : row;
    if (!m_anchor.isValid())
        setAnchor(row);
    m_selection.setRange(addsToBase ? m_base : TokenSelection::Bits(), std::min(anchor, row), std::max(anchor, row),
                         m_dragSelects || !addsToBase);
}

void TokenTableView::moveTo(int row, Qt::KeyboardModifiers modifiers)
{
    const bool isCtrl = modifiers & Qt::ControlModifier;
    m_dragSelects = true;
    // A range begins where the frame stands, also where nothing was chosen yet.
    if ((modifiers & Qt::ShiftModifier) && !m_anchor.isValid() && currentIndex().isValid())
        setAnchor(currentIndex().row());
    makeCurrent(row);
    if (modifiers & Qt::ShiftModifier) {
        extendTo(row, isCtrl);
    } else if (!isCtrl) {
        m_selection.setRange({}, row, row);
        setAnchor(row);
    }
}

void TokenTableView::keyPressEvent(QKeyEvent *event)
{
    const int last = m_model.rowCount() - 1;
    const Qt::KeyboardModifiers modifiers = event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier);
    const bool hasOtherModifiers = event->modifiers() & (Qt::AltModifier | Qt::MetaModifier);
    const int page = std::max(1, viewport()->height() / std::max(1, verticalHeader()->defaultSectionSize()) - 1);
    const int row = currentIndex().isValid() ? currentIndex().row() : -1;
    const auto move = [&](int to) { moveTo(std::clamp(to, 0, last), modifiers); };
    if (hasOtherModifiers || last < 0)
        return QTableView::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Up:
        return move(row < 0 ? last : row - 1);
    case Qt::Key_Down:
        return move(row + 1);
    case Qt::Key_PageUp:
        return move(row - page);
    case Qt::Key_PageDown:
        return move(row + page);
    case Qt::Key_Home:
        return move(0);
    case Qt::Key_End:
        return move(last);
    case Qt::Key_Left:
        return makeCurrent(std::max(0, row), moveCursor(MoveLeft, Qt::NoModifier).column());
    case Qt::Key_Right:
        return makeCurrent(std::max(0, row), moveCursor(MoveRight, Qt::NoModifier).column());
    case Qt::Key_Space:
        if (row < 0)
            return;
        m_dragSelects = true;
        if (modifiers & Qt::ShiftModifier)
            return extendTo(row, modifiers & Qt::ControlModifier);
        m_selection.toggle(row);
        return setAnchor(row);
    case Qt::Key_Escape:
        if (m_selection.count() == 0)
            return event->ignore();
        return m_selection.clear();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (row >= 0)
            Q_EMIT activated(currentIndex());
        return;
    default:
        // Not the base class: it would look for a row that begins with the letter, through a million of them.
        event->ignore();
    }
}

void TokenTableView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    const bool isCtrl = event->modifiers() & Qt::ControlModifier;
    if (!index.isValid()) {
        if (event->button() == Qt::LeftButton && !isCtrl)
            m_selection.clear();
        return;
    }
    const int row = index.row();
    makeCurrent(row, index.column());
    if (event->button() == Qt::RightButton && !m_selection.containsRow(row)) {
        m_selection.setRange({}, row, row);
        setAnchor(row);
    }
    if (event->button() != Qt::LeftButton)
        return;
    m_isDragging = true;
    m_dragAdds = isCtrl;
    m_dragSelects = true;
    if (event->modifiers() & Qt::ShiftModifier)
        return extendTo(row, isCtrl);
    if (isCtrl) {
        m_dragSelects = !m_selection.containsRow(row);
        setAnchor(row);
        return extendTo(row, true);
    }
    m_selection.setRange({}, row, row);
    setAnchor(row);
}

void TokenTableView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_isDragging || !(event->buttons() & Qt::LeftButton))
        return;
    m_dragY = event->pos().y();
    const int row = clampedRowAt(m_dragY);
    if (row >= 0 && row != currentIndex().row()) {
        makeCurrent(row);
        extendTo(row, m_dragAdds);
    }
    const bool isOutside = m_dragY < 0 || m_dragY >= viewport()->height();
    if (!isOutside)
        m_scroll.stop();
    else if (!m_scroll.isActive())
        m_scroll.start(ScrollStepMs, this);
}

void TokenTableView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_scroll.timerId())
        return QTableView::timerEvent(event);
    const int row = std::clamp(currentIndex().row() + (m_dragY < 0 ? -1 : 1), 0, std::max(0, m_model.rowCount() - 1));
    if (row == currentIndex().row() || m_model.rowCount() == 0)
        return;
    makeCurrent(row);
    extendTo(row, m_dragAdds);
}

void TokenTableView::mouseReleaseEvent(QMouseEvent *)
{
    m_isDragging = false;
    m_scroll.stop();
}

void TokenTableView::mouseDoubleClickEvent(QMouseEvent *event)
{
    mousePressEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid())
        Q_EMIT activated(index);
}

void TokenTableView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard && currentIndex().isValid())
        at = viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft());
    Q_EMIT menuRequested(at);
    event->accept();
}

void TokenTableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    const bool isLook = event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange
        || event->type() == QEvent::StyleChange;
    if (isLook && qobject_cast<TokenDelegate *>(itemDelegate()) != nullptr)
        restyle();
}

void TokenTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void TokenTableView::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid() && m_model.rowCount() > 0)
        makeCurrent(0);
    else
        announceTokenFocus(*this);
    viewport()->update();
}

void TokenTableView::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    viewport()->update();
}

} // namespace latchkey
