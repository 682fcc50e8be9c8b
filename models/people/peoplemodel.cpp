#include "models/people/peoplemodel.h"

#include <QLocale>
#include <QMetaEnum>

#include <algorithm>

namespace latchkey {

namespace {

using Column = PeopleModel::Column;
using Kind = TokenCount::Kind;

constexpr int FirstAccount = int(Column::Accounts);

} // namespace

PeopleModel::PeopleModel(const People &people, QObject *parent) : PeopleRows(people, shownPeople, parent) { }

void PeopleModel::setChips(PeopleChips chips)
{
    PeopleQuery wanted = query();
    wanted.chips = chips;
    setQuery(wanted);
}

bool PeopleModel::isSame(const PeopleTable &newer, quint32 now, quint32 before) const
{
    const QList<PersonIdentity> &a = newer.people[now].identities;
    const QList<PersonIdentity> &b = table().people[before].identities;
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto &one, const auto &other) { return one.key() == other.key(); });
}

int PeopleModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstAccount + int(table().accounts.size());
}

TokenCount PeopleModel::count(const JoinedPerson &person, int column) const
{
    if (column < FirstAccount)
        return person.known();
    const PeopleColumn &account = table().accounts[size_t(column - FirstAccount)];
    TokenCount count = person.countIn(account.id);
    if (count.kind == Kind::NotThere)
        count.kind = account.others;
    return count;
}

QString PeopleModel::text(const JoinedPerson &person, int column) const
{
    if (column == int(Column::Person))
        return cleanedText(person.name());
    if (column == int(Column::Email))
        return person.email().isEmpty() ? countText({Kind::NotReported}) : cleanedText(person.email());
    return countText(count(person, column));
}

QVariant PeopleModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const JoinedPerson &shown = person(index.row());
    const int column = index.column();
    const bool isCount = column >= int(Column::Known);
    switch (role) {
    case Qt::DisplayRole:
        return text(shown, column);
    case Qt::TextAlignmentRole:
        return int((isCount ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case WhoRole:
        return QVariant::fromValue(shown);
    case Qt::ToolTipRole:
        return isCount ? countTip(count(shown, column)) : plainTip(text(shown, column));
    case CountRole:
        return isCount ? QVariant::fromValue(count(shown, column)) : QVariant();
    case AbsentRole:
        return isCount ? count(shown, column).kind == Kind::NotReported || count(shown, column).kind == Kind::Awaited
                       : column == int(Column::Email) && shown.email().isEmpty();
    default:
        return {};
    }
}

QVariant PeopleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= columnCount())
        return QAbstractTableModel::headerData(section, orientation, role);
    const PeopleColumn *account = section >= FirstAccount ? &table().accounts[size_t(section - FirstAccount)] : nullptr;
    switch (role) {
    case Qt::DisplayRole:
        return account != nullptr            ? cleanedText(account->name)
            : section == int(Column::Person) ? tr("Person")
            : section == int(Column::Email)  ? tr("E-mail")
                                             : tr("Known");
    case Qt::TextAlignmentRole:
        return int((section >= int(Column::Known) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return section == int(Column::Known) ? tr("Tokens that are known, over all accounts") : QVariant();
    case ColourRole:
        return account != nullptr ? QVariant(account->colour) : QVariant();
    case KeyRole:
        return account != nullptr ? account->id.value
                                  : QString::fromLatin1(QMetaEnum::fromType<Column>().valueToKey(section));
    default:
        return {};
    }
}

QString countText(const TokenCount &count)
{
    switch (count.kind) {
    case Kind::NotThere:
        return QStringLiteral("–");
    case Kind::Known: {
        const QString number = QLocale().toString(count.tokens);
        return count.isLeast ? PeopleModel::tr("%1 or more").arg(number) : number;
    }
    case Kind::Awaited:
        return PeopleModel::tr("loading");
    case Kind::NotReported:
        return PeopleModel::tr("not reported");
    }
    return {};
}

QString countTip(const TokenCount &count)
{
    switch (count.kind) {
    case Kind::NotThere:
        return PeopleModel::tr("Not a person of this account");
    case Kind::Known:
        if (count.isLeast)
            return PeopleModel::tr("The list is not whole, so that there may be more.");
        return count.isStale ? PeopleModel::tr("As of the last list that was complete") : QString();
    case Kind::Awaited:
        return PeopleModel::tr("The list is on its way.");
    case Kind::NotReported:
        return PeopleModel::tr("The provider does not say how many tokens there are.");
    }
    return {};
}

QString plainTip(const QString &text) { return QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped()); }

} // namespace latchkey
