#include "ui/pages/clienttab.h"

#include "ui/pages/clientpane.h"
#include "ui/parts/actions.h"

#include <QAction>
#include <QMenu>

#include <algorithm>

namespace latchkey {

ClientTab::ClientTab(const People &people, Actions &actions, QWidget *parent)
    : PeopleTab(people, actions, QStringLiteral("client"), parent)
    , m_model(new ClientsModel(people, this))
    , m_pane(new ClientPane(actions))
{
    using Column = ClientsModel::Column;
    setUp(m_model,
          {.letters = {26, 22, 20, 12, 0, 38},
           .taking = {int(Column::Client)},
           .giving = {int(Column::Id), int(Column::Kind), int(Column::Account), int(Column::Client)}},
          m_pane,
          {.title = tr("Clients"),
           .hint = tr("Name, id; or account:NAME"),
           .filter = tr("Filter clients"),
           .notLoaded = tr("The clients of %1 were not loaded."),
           .noMatch = tr("No client matches"),
           .none = tr("There are no clients"),
           .noList = tr("%1 has no list of clients"),
           .noLists = tr("None of the providers has a list of clients"),
           .otherwise = tr("Clients appear here as soon as their tokens are listed."),
           .icon = "key"});
    on(actions.revokeClient, [this] { Q_EMIT revokeRequested(chosen()); });
    on(actions.disableClient, [this] { Q_EMIT disableRequested(chosen()); });
}

const ListingState &ClientTab::listing(const PeopleSource &source) const { return source.clients; }

PeopleTab::RowKey ClientTab::keyOf(int row) const
{
    const Client &client = m_model->client(row).client;
    return {{client.account, client.id.value}};
}

void ClientTab::showChosen() { m_pane->showClients(chosen(), input()); }

QList<ListedClient> ClientTab::chosen() const
{
    QList<ListedClient> clients;
    const QList<int> rows = chosenRows();
    for (const int row : rows)
        clients += m_model->client(row);
    return clients;
}

bool ClientTab::canOfAll(Capability capability) const
{
    const QList<PeopleSource> &sources = input().accounts;
    const QList<ListedClient> clients = chosen();
    return std::all_of(clients.cbegin(), clients.cend(), [&](const ListedClient &listed) {
        const auto source = std::find_if(sources.cbegin(), sources.cend(), [&](const PeopleSource &one) {
            return one.account.id == listed.client.account;
        });
        return source != sources.cend() && input().providers.value(source->account.provider).can(capability);
    });
}

void ClientTab::updateActions()
{
    const QString none = tr("Choose a client on the People page first.");
    const int count = isVisible() ? int(chosenRows().size()) : 0;
    const bool canRevoke = canOfAll(Capability::RevokeByClient) || canOfAll(Capability::RevokeToken);
    Actions::allow(actions().revokeClient, count > 0 && canRevoke,
                   count == 0 ? none : tr("Some of the chosen accounts cannot revoke the tokens of a client."));
    actions().revokeClient->setText(count > 1 ? tr("Revoke all tokens of %Ln clients…", nullptr, count)
                                              : tr("Re&voke all tokens of this client…"));
    const QList<ListedClient> clients = chosen();
    const bool isOver = std::all_of(clients.cbegin(), clients.cend(),
                                    [](const ListedClient &listed) { return isDisabled(listed.client.state); });
    Actions::allow(actions().disableClient, count > 0 && !isOver && canOfAll(Capability::DisableClient),
                   count == 0   ? none
                       : isOver ? tr("Everything that is chosen is disabled already.")
                                : tr("Some of the chosen accounts cannot disable a client."));
    actions().disableClient->setText(count > 1 ? tr("Disable %Ln clients…", nullptr, count)
                                               : tr("&Disable this client…"));
}

void ClientTab::addActions(QMenu &menu) const { menu.addActions({actions().disableClient, actions().revokeClient}); }

} // namespace latchkey
