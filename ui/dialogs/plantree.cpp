#include "ui/dialogs/plantree.h"

#include "network/domain/clock.h"
#include "ui/dates.h"
#include "ui/style/badges.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"
#include "ui/texts.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <chrono>

namespace latchkey {

using RowKind = PlanModel::RowKind;

namespace {

constexpr std::chrono::hours LastDay{24};

//! Draws one row's cells; what spans the row is drawn as parts beside each other.
class PlanDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colours colours = coloursFor(option.palette);
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, colours.selected);
        const QRect cell = option.rect.adjusted(6, 0, -8, 0);
        switch (index.data(PlanModel::KindRole).value<RowKind>()) {
        case RowKind::Account:
        case RowKind::LeftOut:
            paintGroup(*painter, option, cell, index, colours);
            break;
        case RowKind::Wide:
            paintSpan(*painter, option, cell, index, colours, true);
            break;
        case RowKind::Excluded:
            paintSpan(*painter, option, cell, index, colours, false);
            break;
        case RowKind::Token:
            paintToken(*painter, option, cell, index, colours);
            break;
        }
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {0, option.fontMetrics.height() + 6};
    }

private:
    //! Returns the x after it.
    static int text(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &colour)
    {
        painter.setFont(font);
        painter.setPen(colour);
        paintVisibleText(painter, rect, text, Qt::AlignLeft);
        return rect.left() + std::min(rect.width(), painter.fontMetrics().horizontalAdvance(text));
    }

    static void paintGroup(QPainter &painter, const QStyleOptionViewItem &option, QRect rest, const QModelIndex &index,
                           const Colours &colours)
    {
        const QVariant environment = index.data(PlanModel::EnvironmentRole);
        if (environment.isValid()) {
            paintAccountBar(painter, rest, index.data(PlanModel::ColourRole).toString());
            rest.setLeft(rest.left() + 12);
        } else {
            painter.drawPixmap(rest.left(), rest.center().y() - 7,
                               iconPixmap("outcome-excluded", colours.dim, 16, painter.device()->devicePixelRatioF()));
            rest.setLeft(rest.left() + 24);
        }
        const QString aside = index.data(PlanModel::AsideRole).toString();
        painter.setFont(secondaryFont(option.font));
        const int asideWidth = std::min(rest.width() / 2, painter.fontMetrics().horizontalAdvance(aside) + 4);
        painter.setPen(colours.dim);
        paintVisibleText(painter, QRect(rest.right() - asideWidth + 1, rest.top(), asideWidth, rest.height()), aside,
                         Qt::AlignLeft);
        rest.setRight(rest.right() - asideWidth - 12);

        const QFont bold = boldFont(option.font);
        QRect name = rest;
        name.setWidth(std::min(rest.width() / 2, QFontMetrics(bold).horizontalAdvance(index.data().toString()) + 1));
        rest.setLeft(text(painter, name, index.data().toString(), bold, colours.text) + 8);
        if (environment.isValid())
            rest.setLeft(rest.left() + 8
                         + paintBadge(painter, rest, environment.value<Environment>(), BadgeForm::Full, option.palette,
                                      option.font));
        text(painter, rest, index.data(PlanModel::DetailRole).toString(), option.font, colours.text);
    }

    static void paintSpan(QPainter &painter, const QStyleOptionViewItem &option, QRect rest, const QModelIndex &index,
                          const Colours &colours, bool isWide)
    {
        if (isWide) {
            painter.drawPixmap(rest.left(), rest.center().y() - 7,
                               iconPixmap("sessions", colours.bad, 16, painter.device()->devicePixelRatioF()));
            rest.setLeft(rest.left() + 24);
        }
        const QString detail = index.data(PlanModel::DetailRole).toString();
        const QFont detailFont = isWide ? secondaryFont(option.font) : option.font;
        QRect main = rest;
        main.setRight(std::max(rest.left() + rest.width() / 2,
                               rest.right() - QFontMetrics(detailFont).horizontalAdvance(detail) - 16));
        const bool isId = index.data(PlanModel::IdTextRole).toBool();
        const QFont font = isWide ? boldFont(option.font) : isId ? codeFont(option.font) : option.font;
        rest.setLeft(text(painter, main, index.data().toString(), font, colours.text) + 16);
        text(painter, rest, detail, detailFont, colours.dim);
    }

    static void paintToken(QPainter &painter, const QStyleOptionViewItem &option, QRect rest, const QModelIndex &index,
                           const Colours &colours)
    {
        QFont font = option.font;
        const bool isAbsent = index.data(PlanModel::AbsentRole).toBool();
        const bool isRecent = index.data(PlanModel::RecentRole).toBool();
        if (index.data(PlanModel::IdTextRole).toBool())
            font = codeFont(option.font);
        font.setItalic(isAbsent);
        if (isRecent) {
            painter.drawPixmap(rest.left(), rest.center().y() - 7,
                               iconPixmap("clock", colours.warn, 16, painter.device()->devicePixelRatioF()));
            rest.setLeft(rest.left() + 22);
        }
        const QString shown = index.data().toString();
        painter.setFont(font);
        painter.setPen(isAbsent ? colours.dim : isRecent ? colours.warn : colours.text);
        const bool isRight = index.column() == PlanModel::LastUsedColumn;
        paintVisibleText(painter, rest, shown, isRight ? Qt::AlignRight : Qt::AlignLeft);
        if (index.data(PlanModel::OwnRole).toBool()) {
            rest.setLeft(rest.left() + std::min(rest.width(), painter.fontMetrics().horizontalAdvance(shown)) + 8);
            paintOwnBadge(painter, rest, option.palette, option.font);
        }
    }
};

} // namespace

QString exclusionText(ExclusionReason reason, const QString &account)
{
    switch (reason) {
    case ExclusionReason::OwnToken:
        return account.isEmpty() ? PlanModel::tr("This app signs in with it")
                                 : PlanModel::tr("This app signs in with it (%1)").arg(account);
    case ExclusionReason::NotOwn:
        return PlanModel::tr("This app does not sign in with it");
    case ExclusionReason::ReadOnlyAccount:
        return account.isEmpty() ? PlanModel::tr("Its account is read-only: allow changes first")
                                 : PlanModel::tr("%1 is read-only: allow changes first").arg(account);
    case ExclusionReason::NotActionable:
        return PlanModel::tr("Its id is not one that the provider gives, so it is never sent");
    case ExclusionReason::NotListed:
        return PlanModel::tr("Gone since the last refresh, or never listed");
    case ExclusionReason::Duplicate:
        return PlanModel::tr("In this plan already");
    case ExclusionReason::Waiting:
        return PlanModel::tr("In a plan that you confirmed before: it waits in the outbox, or runs");
    case ExclusionReason::OtherAccount:
        return PlanModel::tr("Belongs to an account that is not part of this plan");
    case ExclusionReason::Unsupported:
        return PlanModel::tr("The provider offers no call that revokes this");
    }
    return {};
}

QString exclusionCountText(const QList<Exclusion> &exclusions)
{
    // As WideCall::key() begins.
    const auto isCall = [](const Exclusion &one) { return one.id.value.startsWith(QLatin1String("wide:")); };
    const auto count = int(exclusions.size());
    return std::any_of(exclusions.cbegin(), exclusions.cend(), isCall) ? PlanModel::tr("%Ln item(s)", nullptr, count)
                                                                       : PlanModel::tr("%Ln token(s)", nullptr, count);
}

PlanModel::PlanModel(const Plan &plan, const QList<AccountText> &texts, const QHash<AccountId, QString> &names,
                     const Clock &clock, QObject *parent)
    : QAbstractItemModel(parent)
    , m_plan(plan)
    , m_texts(texts)
    , m_accountNames(names)
    , m_nowMs(clock.nowMs())
{
    for (int group = 0; group < m_plan.accounts.size(); ++group) {
        const QList<PlanItem> &items = m_plan.accounts[group].items;
        std::vector<int> order(static_cast<size_t>(items.size()));
        for (int at = 0; at < items.size(); ++at) {
            order[size_t(at)] = at;
            ++m_names[QStringLiteral("%1/%2").arg(group).arg(items[at].name)];
        }
        const auto isRecent = [&](int at) { return isUsedWithin(items[at], LastDay, m_plan.createdAtMs); };
        const auto rest = std::stable_partition(order.begin(), order.end(), isRecent);
        std::stable_sort(order.begin(), rest,
                         [&items](int a, int b) { return items[a].lastUsed.ms() > items[b].lastUsed.ms(); });
        m_order.push_back(std::move(order));
    }
}

QModelIndex PlanModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex PlanModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, quintptr(0));
}

int PlanModel::rowCount(const QModelIndex &parent) const
{
    const int accounts = int(m_plan.accounts.size());
    if (!parent.isValid())
        return accounts + (m_plan.exclusions.isEmpty() ? 0 : 1);
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    if (parent.row() == accounts)
        return int(m_plan.exclusions.size());
    const PlanAccount &account = m_plan.accounts[parent.row()];
    return int(account.wide.size() + account.items.size());
}

int PlanModel::columnCount(const QModelIndex &) const { return ColumnCount; }

RowKind PlanModel::kindOf(const QModelIndex &index) const
{
    const bool isGroup = index.internalId() == 0;
    const int group = isGroup ? index.row() : int(index.internalId()) - 1;
    if (group == m_plan.accounts.size())
        return isGroup ? RowKind::LeftOut : RowKind::Excluded;
    if (isGroup)
        return RowKind::Account;
    return index.row() < m_plan.accounts[group].wide.size() ? RowKind::Wide : RowKind::Token;
}

QVariant PlanModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RowKind kind = kindOf(index);
    if (role == KindRole)
        return QVariant::fromValue(kind);
    const int group = index.internalId() == 0 ? index.row() : int(index.internalId()) - 1;
    switch (kind) {
    case RowKind::Account:
    case RowKind::LeftOut:
        return index.column() == 0 ? groupData(group, role) : QVariant();
    case RowKind::Excluded:
        return excludedData(m_plan.exclusions[index.row()], index.column(), role);
    case RowKind::Wide:
        return index.column() == 0 ? wideData(m_plan.accounts[group].wide[index.row()], group, role) : QVariant();
    case RowKind::Token:
        break;
    }
    const PlanAccount &account = m_plan.accounts[group];
    const auto place = size_t(index.row() - account.wide.size());
    return tokenData(account.items[m_order[size_t(group)][place]], group, index.column(), role);
}

QVariant PlanModel::groupData(int group, int role) const
{
    const bool isAccount = group < m_plan.accounts.size();
    if (!isAccount) {
        if (role == Qt::DisplayRole)
            return tr("Left out");
        return role == DetailRole ? exclusionCountText(m_plan.exclusions) : QVariant();
    }
    const PlanAccount &account = m_plan.accounts[group];
    const AccountText text = m_texts.value(group);
    switch (role) {
    case Qt::DisplayRole:
        return account.name;
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2, %3, %4")
            .arg(account.name, environmentText(account.environment), text.provider.name, text.calls);
    case DetailRole:
        return QStringLiteral("%1   %2").arg(text.provider.name, text.calls);
    case AsideRole:
        return text.identity;
    case EnvironmentRole:
        return QVariant::fromValue(account.environment);
    case ColourRole:
        return text.colour;
    default:
        return {};
    }
}

QVariant PlanModel::wideData(const WideCall &call, int group, int role) const
{
    const ProviderDescription &provider = m_texts.value(group).provider;
    switch (role) {
    case Qt::DisplayRole:
        return wideAction(provider, call.extent).arg(call.text());
    case DetailRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole: {
        // Others may have the same name.
        const Named &whose = call.extent == RevokeCall::Extent::Client ? call.client : call.person;
        QString effect = wideEffect(provider, call.extent).arg(call.text());
        if (!whose.name.isEmpty() && whose.name != whose.id)
            effect.prepend(tr("id %1").arg(cleanedText(whose.id)) + QStringLiteral(". "));
        return call.endsOwnAccess ? tr("Ends this app's own access too.") + u' ' + effect : effect;
    }
    default:
        return {};
    }
}

QVariant PlanModel::tokenData(const PlanItem &item, int group, int column, int role) const
{
    const bool isRecent = isUsedWithin(item, LastDay, m_plan.createdAtMs);
    const auto noteText = [&] {
        if (item.by == RevokeCall::Extent::Refresh)
            return tr("by its refresh token");
        if (item.by == RevokeCall::Extent::Value)
            return tr("by the value that was typed");
        QStringList notes;
        if (isRecent)
            notes += tr("used in the last 24 hours");
        if (m_names.value(QStringLiteral("%1/%2").arg(group).arg(item.name)) > 1 && !item.name.isEmpty())
            notes += tr("id %1 (another has the same name)").arg(shortId(item.id.value));
        return notes.join(QStringLiteral("; "));
    };
    if (role == Qt::ToolTipRole && column == LastUsedColumn)
        return exactText(item.lastUsed);
    if (role == Qt::ToolTipRole && column == NoteColumn)
        return noteText(); // it may have no room
    if (role == Qt::TextAlignmentRole && column == LastUsedColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == AbsentRole)
        return (column == OwnerColumn && item.owner.isEmpty())
            || (column == LastUsedColumn && !item.lastUsed.isReported());
    if (role == RecentRole)
        return isRecent && column == NoteColumn && item.by == RevokeCall::Extent::One;
    if (role == OwnRole)
        return item.isOwn && column == TokenColumn;
    if (role == IdTextRole)
        return item.name.isEmpty() && column == TokenColumn;
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case TokenColumn:
        return item.name.isEmpty() ? shortId(item.id.value) : item.name;
    case OwnerColumn:
        return item.owner.isEmpty() ? notReportedText() : item.owner;
    case LastUsedColumn:
        return relativeText(item.lastUsed, m_nowMs);
    default:
        return noteText();
    }
}

QVariant PlanModel::excludedData(const Exclusion &exclusion, int column, int role) const
{
    if (column != 0)
        return {};
    const QString why = exclusionText(exclusion.reason, accountName(exclusion.account));
    switch (role) {
    case Qt::DisplayRole:
        return exclusion.name.isEmpty() ? shortId(exclusion.id.value) : exclusion.name;
    case DetailRole:
    case Qt::AccessibleDescriptionRole:
        return why;
    case IdTextRole:
        return exclusion.name.isEmpty();
    default:
        return {};
    }
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == LastUsedColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TokenColumn:
        return tr("Token");
    case OwnerColumn:
        return tr("Owner");
    case LastUsedColumn:
        return tr("Last used");
    case NoteColumn:
        return tr("Note");
    default:
        return {};
    }
}

QString PlanModel::accountName(const AccountId &id) const
{
    const auto at = std::find_if(m_plan.accounts.begin(), m_plan.accounts.end(),
                                 [&id](const PlanAccount &account) { return account.id == id; });
    return at == m_plan.accounts.end() ? cleanedText(m_accountNames.value(id)) : at->name;
}

PlanTree::PlanTree(PlanModel *model, QWidget *parent) : QTreeView(parent)
{
    setObjectName(QStringLiteral("planTree"));
    setAccessibleName(tr("What will be revoked"));
    setModel(model);
    setItemDelegate(new PlanDelegate(this));
    setUniformRowHeights(true);
    setAlternatingRowColors(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(NoSelection);
    setIndentation(fontMetrics().height());
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setFont(headerFont(font()));
    header()->setStretchLastSection(true);
    header()->setSectionsMovable(false);
    for (int group = 0; group < model->rowCount(); ++group) {
        const QModelIndex at = model->index(group, 0);
        setFirstColumnSpanned(group, {}, true);
        for (int row = 0; row < model->rowCount(at); ++row) {
            if (model->kindOf(model->index(row, 0, at)) == RowKind::Token)
                break; // tokens are last, and many
            setFirstColumnSpanned(row, at, true);
        }
    }
    expandAll();
    setCurrentIndex(model->index(0, 0));
}

void PlanTree::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QModelIndex first = index.siblingAtColumn(0);
    const QVariant environment = first.data(PlanModel::EnvironmentRole);
    const bool isGroup = !first.parent().isValid();
    if (isGroup) {
        const Colours colours = coloursFor(palette());
        const bool isProduction = environment.isValid() && environment.value<Environment>() == Environment::Production;
        painter->fillRect(option.rect, isProduction ? colours.productionTint : colours.header);
        painter->setPen(colours.line);
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    }
    QStyleOptionViewItem own = option;
    if (isGroup)
        own.features &= ~QStyleOptionViewItem::Alternate;
    QTreeView::drawRow(painter, own, index);
}

void PlanTree::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    const int width = viewport()->width();
    header()->resizeSection(PlanModel::TokenColumn, width * 33 / 100);
    header()->resizeSection(PlanModel::OwnerColumn, width * 20 / 100);
    header()->resizeSection(PlanModel::LastUsedColumn,
                            std::max(width * 13 / 100, fontMetrics().horizontalAdvance(tr("not reported")) + 20));
}

} // namespace latchkey
