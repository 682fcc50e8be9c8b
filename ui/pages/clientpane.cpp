#include "ui/pages/clientpane.h"

#include "models/people/peoplemodel.h"
#include "ui/dates.h"
#include "ui/parts/actions.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/badges.h"
#include "ui/style/look.h"

#include <QFormLayout>
#include <QScrollArea>

#include <algorithm>
#include <utility>

namespace latchkey {

namespace {

using Tone = ActionButton::Tone;

QString nameOf(const Client &client) { return client.name.isEmpty() ? client.id.value : client.name; }

} // namespace

ClientPane::ClientPane(Actions &actions, QWidget *parent) : ChosenPane(actions.revokeClient, parent)
{
    setObjectName(QStringLiteral("clientPane"));
    setAccessibleName(tr("Chosen clients"));
    body().setAccessibleName(tr("About this client"));
    title().setObjectName(QStringLiteral("clientTitle"));
    sayNone("key", tr("No client is chosen."), tr("Choose one to see all about it, or several to act on them."));
    addButton(actions.disableClient, "stop", Tone::Red);
    addButton(actions.showTheirTokens, "tokens", Tone::Plain);
}

void ClientPane::showClients(const QList<ListedClient> &clients, const PeopleInput &input)
{
    QList<Account> accounts;
    for (const PeopleSource &source : input.accounts) {
        if (std::any_of(clients.cbegin(), clients.cend(),
                        [&source](const ListedClient &listed) { return listed.client.account == source.account.id; }))
            accounts += source.account;
    }
    if (clients == m_clients && accounts == m_accounts)
        return; // a button under somebody's hand must not be made anew
    m_clients = clients;
    m_accounts = accounts;
    if (clients.isEmpty())
        return showNone();
    const Account first = accounts.value(0);
    QWidget *page = clients.size() == 1 ? pageOfOne(first, input.providers.value(first.provider)) : pageOfSeveral();
    showBody(page, std::any_of(accounts.cbegin(), accounts.cend(), [](const Account &account) {
                 return account.environment == Environment::Production;
             }));
}

QWidget *ClientPane::pageOfSeveral()
{
    title().setText(tr("%Ln client(s)", nullptr, int(m_clients.size())));
    subtitle().setText(tr("in %Ln account(s)", nullptr, int(m_accounts.size())));
    QList<std::pair<QString, TokenCount>> names;
    for (const ListedClient &listed : std::as_const(m_clients))
        names += {nameOf(listed.client), listed.count};
    return pageOfNames(names);
}

QWidget *ClientPane::pageOfOne(const Account &account, const ProviderDescription &provider)
{
    const ListedClient &listed = m_clients.constFirst();
    const Client &client = listed.client;
    auto *page = new QWidget;
    QFormLayout *form = factsForm();
    page->setLayout(form);
    form->setContentsMargins(12, 10, 12, 8);
    title().setText(nameOf(client));
    subtitle().setText(QStringLiteral("%1, %2").arg(account.name, environmentText(account.environment)));
    addFact(*form, tr("Tokens"), countText(listed.count), listed.count.kind != TokenCount::Kind::Known);
    for (const auto &[label, text] :
         {std::pair{tr("Kind"), client.kind}, {tr("State"), client.state}, {tr("Id"), client.id.value}})
        addFact(*form, label, text.isEmpty() ? notReportedText() : text, text.isEmpty());
    // What the wide call does, in the provider's own terms; or why there is none.
    const Capability capability =
        provider.can(Capability::DisableClient) ? Capability::DisableClient : Capability::RevokeByClient;
    const auto words = provider.wideWords.find(capability);
    const auto whyNot = provider.whyNot.find(capability);
    const QString effect = words != provider.wideWords.end() ? words->second.effect
        : whyNot != provider.whyNot.end()                    ? whyNot->second
                                                             : QString();
    if (effect.isEmpty())
        return page;
    auto *note = new PlainLabel(QString(effect).replace(QStringLiteral("%1"), cleanedText(nameOf(client))));
    note->setWordWrap(true);
    note->setFont(secondaryFont(font()));
    form->addRow(note);
    return page;
}

} // namespace latchkey
