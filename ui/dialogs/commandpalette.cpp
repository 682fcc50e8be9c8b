#include "ui/dialogs/commandpalette.h"

#include "ui/dialogs/dialoghead.h"
#include "ui/parts/actions.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/colours.h"
#include "ui/style/look.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

namespace {

enum Role { ActionRole = Qt::UserRole, KeysRole, ReasonRole };

//! Icon, name, keys at the right; of a disabled action also why.
class ActionDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colours colours = coloursFor(option.palette);
        const bool isEnabled = index.data(ReasonRole).isNull();
        painter->save();
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(option.rect, colours.selected);
            painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), colours.accent);
        }
        QRect rest = option.rect.adjusted(12, 0, -12, 0);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, QRect(rest.left(), rest.center().y() - 7, 16, 16), Qt::AlignCenter,
                   isEnabled ? QIcon::Normal : QIcon::Disabled);
        rest.setLeft(rest.left() + 24);

        const QString keys = index.data(KeysRole).toString();
        painter->setFont(secondaryFont(option.font));
        painter->setPen(colours.dim);
        const int keysWidth = painter->fontMetrics().horizontalAdvance(keys);
        painter->drawText(rest, Qt::AlignRight | Qt::AlignVCenter, keys);
        rest.setRight(rest.right() - keysWidth - 12);

        painter->setFont(option.font);
        painter->setPen(isEnabled ? colours.text : colours.dim);
        const QString text = index.data(Qt::DisplayRole).toString();
        paintVisibleText(*painter, rest, text, Qt::AlignLeft);
        const QString reason = index.data(ReasonRole).toString();
        rest.setLeft(rest.left() + option.fontMetrics.horizontalAdvance(text) + 12);
        if (!reason.isEmpty() && rest.width() > 0) {
            painter->setFont(secondaryFont(option.font));
            painter->setPen(colours.dim);
            paintVisibleText(*painter, rest, reason, Qt::AlignLeft);
        }
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {0, option.fontMetrics.height() + 10};
    }
};

bool hasLettersInOrder(const QString &text, const QString &typed)
{
    qsizetype at = -1;
    for (const QChar letter : typed) {
        if (letter.isSpace())
            continue;
        at = text.indexOf(letter, at + 1);
        if (at < 0)
            return false;
    }
    return true;
}

} // namespace

int matchRank(const QString &text, const QString &typed)
{
    const QString in = text.toCaseFolded();
    const QString what = typed.simplified().toCaseFolded();
    if (what.isEmpty() || in.startsWith(what))
        return 0;
    if (in.contains(u' ' + what))
        return 1;
    const QStringList words = what.split(u' ');
    if (std::all_of(words.begin(), words.end(), [&in](const QString &word) { return in.contains(word); }))
        return 2;
    return hasLettersInOrder(in, what) ? 3 : -1;
}

QString plainActionText(const QAction &action)
{
    // "&&" is a real one.
    QString text = action.text();
    text.replace(QStringLiteral("&&"), QString(QChar(0x1)));
    text.remove(u'&');
    return text.replace(QChar(0x1), u'&');
}

CommandPalette::CommandPalette(Actions &actions, QWidget *parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint)
    , m_actions(actions)
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_rows(new QStandardItemModel(this))
    , m_nothing(new PlainLabel(tr("No action has this name. Type less of it."), this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setWindowTitle(tr("Find an action"));
    setAccessibleName(windowTitle());
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setAccessibleName(tr("Name of an action"));
    m_field->setPlaceholderText(tr("Find an action"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Actions"));
    m_list->setModel(m_rows);
    m_list->setItemDelegate(new ActionDelegate(this));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_nothing->setObjectName(QStringLiteral("paletteNothing"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->hide();
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_list, &QListView::clicked, this, &CommandPalette::triggerCurrent);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    column->addWidget(m_field);
    column->addWidget(m_nothing);
    column->addWidget(m_list, 1);
    find({});
    openAtWantedSize(*this);
}

QSize CommandPalette::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 80, (fontMetrics().height() + 10) * 14};
}

void CommandPalette::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (parentWidget() == nullptr)
        return;
    const QRect around(parentWidget()->mapToGlobal(QPoint()), parentWidget()->size());
    move(around.center().x() - width() / 2, around.top() + around.height() / 8);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_list, event);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        triggerCurrent();
        return true;
    default:
        return false;
    }
}

void CommandPalette::find(const QString &typed)
{
    struct Match
    {
        int rank;
        QAction *action;
    };
    std::vector<Match> matches;
    const QList<QAction *> all = m_actions.all();
    for (QAction *action : all) {
        const int rank = matchRank(plainActionText(*action), typed);
        if (rank >= 0 && action->isVisible() && action != m_actions.palette)
            matches.push_back({rank, action});
    }
    std::stable_sort(matches.begin(), matches.end(), [](const Match &a, const Match &b) { return a.rank < b.rank; });

    m_rows->clear();
    for (const Match &match : matches) {
        QString text = plainActionText(*match.action);
        if (match.action->isCheckable() && match.action->isChecked())
            text += tr(" (on)");
        auto *row = new QStandardItem(match.action->icon(), text);
        row->setData(QVariant::fromValue(match.action), ActionRole);
        row->setData(match.action->shortcut().toString(QKeySequence::NativeText), KeysRole);
        if (!match.action->isEnabled()) {
            // Without a reason of its own, an action's status tip is empty, and its tool tip its text.
            const QString reason = match.action->statusTip();
            row->setData(reason.isEmpty() ? tr("not possible now") : reason, ReasonRole);
            row->setAccessibleDescription(row->data(ReasonRole).toString());
        }
        m_rows->appendRow(row);
    }
    m_list->setCurrentIndex(m_rows->index(0, 0));
    m_nothing->setVisible(matches.empty());
    m_list->setVisible(!matches.empty());
}

void CommandPalette::triggerCurrent()
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid() || !current.data(ReasonRole).isNull())
        return;
    auto *action = current.data(ActionRole).value<QAction *>();
    accept(); // first: what the action opens must not find the palette in its way
    action->trigger();
}

} // namespace latchkey
