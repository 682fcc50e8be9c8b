#include "ui/panes/sidebarmodel.h"

#include "models/accounts/accountsmodel.h"
#include "ui/style/badges.h"
#include "ui/texts.h"

#include <QLocale>

#include <algorithm>

namespace latchkey {

namespace {

using Kind = SidebarModel::Kind;
using State = AccountStatus::State;

// Rows at the top; the groups of the providers follow.
constexpr int HeadingRow = 4;
constexpr int AllAccountsRow = 5;
constexpr int FirstGroupRow = 6;

QStandardItem *makeItem(Kind kind, const QString &text)
{
    auto *item = new QStandardItem(cleanedText(text));
    item->setEditable(false);
    item->setData(QVariant::fromValue(kind), SidebarModel::KindRole);
    item->setDragEnabled(false);
    item->setDropEnabled(false);
    return item;
}

} // namespace

SidebarModel::SidebarModel(const AccountsModel &accounts, const QHash<ProviderId, QString> &providerNames,
                           QObject *parent)
    : QStandardItemModel(parent)
    , m_accounts(accounts)
    , m_providerNames(providerNames)
{
    setHorizontalHeaderLabels({tr("Pages and accounts")}); // hidden, but read out
    const QList<std::pair<Page, QString>> pages{{Page::Tokens, tr("Tokens")},
                                                {Page::People, tr("People")},
                                                {Page::Activity, tr("Activity")},
                                                {Page::Runs, tr("Runs")}};
    for (const auto &[page, text] : pages) {
        QStandardItem *item = makeItem(Kind::Page, text);
        item->setData(int(page), PageRole);
        appendRow(item);
    }
    QStandardItem *heading = makeItem(Kind::Heading, tr("Accounts"));
    heading->setFlags(Qt::NoItemFlags); // neither a page nor an account
    appendRow(heading);
    appendRow(makeItem(Kind::AllAccounts, tr("All accounts")));

    connect(&accounts, &QAbstractItemModel::rowsInserted, this, &SidebarModel::rebuild);
    connect(&accounts, &QAbstractItemModel::rowsRemoved, this, &SidebarModel::rebuild);
    connect(&accounts, &QAbstractItemModel::rowsMoved, this, &SidebarModel::rebuild);
    connect(&accounts, &QAbstractItemModel::modelReset, this, &SidebarModel::rebuild);
    connect(&accounts, &QAbstractItemModel::dataChanged, this, &SidebarModel::showAccounts);
    rebuild();
}

void SidebarModel::rebuild()
{
    removeRows(FirstGroupRow, rowCount() - FirstGroupRow);
    QHash<QString, QStandardItem *> groups;
    for (int row = 0; row < m_accounts.rowCount(); ++row) {
        const QModelIndex account = m_accounts.index(row);
        const QString provider = account.data(AccountsModel::ProviderRole).toString();
        QStandardItem *&group = groups[provider];
        if (group == nullptr) {
            group = makeItem(Kind::Provider, m_providerNames.value({provider}, provider));
            appendRow(group);
        }
        QStandardItem *item = makeItem(Kind::Account, {});
        item->setData(account.data(AccountsModel::IdRole), AccountRole);
        showAccount(*item, account);
        group->appendRow(item);
    }
    item(AllAccountsRow)->setData(QLocale().toString(m_accounts.rowCount()), CountRole);
    Q_EMIT rebuilt();
}

void SidebarModel::showInventory(const TokenSnapshot &snapshot)
{
    m_statuses.clear();
    for (const auto &part : snapshot.accounts())
        m_statuses.insert(part->account.id, part->status);
    const bool isKnown = snapshot.rowCount() > 0
        || std::any_of(m_statuses.cbegin(), m_statuses.cend(),
                       [](const AccountStatus &status) { return status.loadedAtMs > 0; });
    item(int(Page::Tokens))->setData(isKnown ? QLocale().toString(snapshot.rowCount()) : QString(), CountRole);
    showAccounts();
}

void SidebarModel::showPeople(qint64 all, const QHash<AccountId, qint64> &instead)
{
    item(int(Page::People))->setData(all > 0 ? QLocale().toString(all) : QString(), CountRole);
    m_people = instead;
    showAccounts();
}

void SidebarModel::showAllowed(const QSet<AccountId> &accounts)
{
    m_allowed = accounts;
    showAccounts();
}

void SidebarModel::setRunsText(const QString &text) { item(int(Page::Runs))->setData(text, CountRole); }

void SidebarModel::showAccounts()
{
    for (int row = 0; row < m_accounts.rowCount(); ++row) {
        const QModelIndex account = m_accounts.index(row);
        if (QStandardItem *item = itemOf(account.data(AccountsModel::IdRole).toString()))
            showAccount(*item, account);
    }
}

void SidebarModel::showAccount(QStandardItem &item, const QModelIndex &account) const
{
    const QString name = cleanedText(account.data(Qt::DisplayRole).toString());
    const Environment environment =
        environmentFromName(account.data(AccountsModel::EnvironmentRole).toString()).value_or(Environment::Production);
    const AccountId id{account.data(AccountsModel::IdRole).toString()};
    const bool isReadOnly = account.data(AccountsModel::ReadOnlyRole).toBool() && !m_allowed.contains(id);
    const AccountStatus status = m_statuses.value(id);
    const qint64 shown = status.state == State::Loading ? std::max(status.arrived, status.rows) : status.rows;
    // Of what never came nobody knows how many there are.
    const bool isLoaded = status.state != State::Empty && (status.state != State::Failed || status.loadedAtMs > 0);

    QStringList words{name, environmentText(environment)};
    if (isReadOnly)
        words += tr("read-only");
    const qint64 people = m_people.value(id);
    const QString peopleText = people > 0 ? tr("%Ln people", nullptr, int(people)) : QString();
    if (isLoaded)
        words += people > 0 ? peopleText : tr("%Ln token(s)", nullptr, int(shown));
    else if (status.state == State::Empty)
        words += tr("not loaded yet");
    if (status.state == State::Loading)
        words += tr("loading");
    if (status.state == State::Partial)
        words += tr("incomplete");
    if (status.state == State::Failed)
        words += isLoaded ? tr("not refreshed") : tr("could not be loaded");
    const QString spoken = words.join(QStringLiteral(", "));
    QString tip = spoken;
    if (status.error) {
        const QString provider = m_providerNames.value({account.data(AccountsModel::ProviderRole).toString()});
        tip += u'\n' + errorSentence(*status.error, provider, name);
    }

    item.setText(name);
    item.setData(int(environment), EnvironmentRole);
    item.setData(account.data(AccountsModel::ColourRole), ColourRole);
    item.setData(isReadOnly, ReadOnlyRole);
    item.setData(int(status.state), StateRole);
    item.setData(!isLoaded ? QString() : people > 0 ? peopleText : QLocale().toString(shown), CountRole);
    item.setData(spoken, Qt::AccessibleTextRole);
    // Escaped, since a tool tip that looks like markup would be shown as such.
    item.setData(QStringLiteral("<qt>%1</qt>").arg(tip.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"))),
                 Qt::ToolTipRole);
}

QStandardItem *SidebarModel::itemOf(const QString &account) const
{
    for (int group = FirstGroupRow; group < rowCount(); ++group) {
        QStandardItem *provider = item(group);
        for (int row = 0; row < provider->rowCount(); ++row) {
            if (provider->child(row)->data(AccountRole).toString() == account)
                return provider->child(row);
        }
    }
    return nullptr;
}

QModelIndex SidebarModel::indexOf(Page page) const { return index(int(page), 0); }

QModelIndex SidebarModel::headingIndex() const { return index(HeadingRow, 0); }

QModelIndex SidebarModel::indexOf(const std::optional<AccountId> &account) const
{
    if (!account)
        return index(AllAccountsRow, 0);
    const QStandardItem *item = itemOf(account->value);
    return item != nullptr ? item->index() : QModelIndex();
}

std::optional<AccountId> SidebarModel::accountOf(const QModelIndex &index)
{
    if (kindOf(index) != Kind::Account)
        return {};
    return AccountId{index.data(AccountRole).toString()};
}

Kind SidebarModel::kindOf(const QModelIndex &index) { return index.data(KindRole).value<Kind>(); }

} // namespace latchkey
