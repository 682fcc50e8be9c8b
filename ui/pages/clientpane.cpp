#include "ui/pages/clientpane.h"

#include "models/people/peoplemodel.h"
#include "ui/dates.h"
#include "ui/pages/personbutton.h"
#include "ui/parts/actions.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/flowlayout.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/tintedhead.h"
#include "ui/style/badges.h"
#include "ui/style/look.h"

#include <QFormLayout>
#include <QLocale>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

namespace {

using Tone = PersonButton::Tone;

QString nameOf(const Client &client) { return client.name.isEmpty() ? client.id.value : client.name; }

} // namespace

ClientPane::ClientPane(Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(m_pages))
    , m_head(new TintedHead)
    , m_title(new PlainLabel(m_head))
    , m_account(new PlainLabel(m_head))
    , m_body(new QScrollArea)
{
    setObjectName(QStringLiteral("clientPane"));
    setAccessibleName(tr("Chosen clients"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_empty->say("key", tr("No client is chosen."), tr("Choose one to see all about it, or several to act on them."));
    m_title->setObjectName(QStringLiteral("clientTitle"));
    m_title->setFont(titleFont(font()));
    m_title->setElided(Qt::ElideRight);
    m_title->setSelectable(true);
    m_account->setDim(true);
    m_account->setElided(Qt::ElideRight);
    auto *revoke = new PersonButton(actions.revokeClient, "revoke", Tone::Red, m_head);
    auto *disable = new PersonButton(actions.disableClient, "stop", Tone::Red, m_head);
    auto *tokens = new PersonButton(actions.showTheirTokens, "tokens", Tone::Plain, m_head);
    auto *others = new QWidget(m_head);
    auto *flow = new FlowLayout(others);
    flow->addWidget(disable);
    flow->addWidget(tokens);
    auto *head = new QVBoxLayout(m_head);
    head->setContentsMargins(12, 8, 12, 10);
    head->setSpacing(6);
    head->addWidget(m_title);
    head->addWidget(m_account);
    head->addWidget(revoke, 0, Qt::AlignLeft);
    head->addWidget(others);
    m_body->setFrameShape(QFrame::NoFrame);
    m_body->setWidgetResizable(true);
    m_body->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_body->setAccessibleName(tr("About this client"));
    auto *shown = new QWidget(m_pages);
    auto *column = new QVBoxLayout(shown);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_body, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(shown);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pages);
    setMinimumWidth(fontMetrics().height() * 12);
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
    m_pages->setCurrentIndex(clients.isEmpty() ? 0 : 1);
    if (clients.isEmpty())
        return;
    m_head->setProduction(std::any_of(accounts.cbegin(), accounts.cend(), [](const Account &account) {
        return account.environment == Environment::Production;
    }));
    auto *page = new QWidget;
    page->setAutoFillBackground(true);
    page->setBackgroundRole(QPalette::Base);
    m_facts = new QFormLayout(page);
    m_facts->setContentsMargins(12, 10, 12, 8);
    m_facts->setHorizontalSpacing(12);
    m_facts->setVerticalSpacing(4);
    if (clients.size() == 1) {
        const Account account = accounts.value(0);
        showOne(account, input.providers.value(account.provider));
    } else {
        constexpr qsizetype MostNamed = 12;
        m_title->setText(tr("%Ln client(s)", nullptr, int(clients.size())));
        m_account->setText(tr("in %Ln account(s)", nullptr, int(accounts.size())));
        const QList<ListedClient> named = clients.first(std::min(clients.size(), MostNamed));
        for (const ListedClient &listed : named)
            addFact(nameOf(listed.client), countText(listed.count));
    }
    m_body->setWidget(page);
}

void ClientPane::showOne(const Account &account, const ProviderDescription &provider)
{
    const ListedClient &listed = m_clients.constFirst();
    const Client &client = listed.client;
    m_title->setText(nameOf(client));
    m_account->setText(QStringLiteral("%1, %2").arg(account.name, environmentText(account.environment)));
    addFact(tr("Tokens"), countText(listed.count));
    addFact(tr("Kind"), client.kind);
    addFact(tr("State"), client.state);
    addFact(tr("Id"), client.id.value);
    // What the wide call does, in the provider's own terms; or why there is none.
    const Capability capability =
        provider.can(Capability::DisableClient) ? Capability::DisableClient : Capability::RevokeByClient;
    const auto words = provider.wideWords.find(capability);
    const auto whyNot = provider.whyNot.find(capability);
    const QString effect = words != provider.wideWords.end() ? words->second.effect
        : whyNot != provider.whyNot.end()                    ? whyNot->second
                                                             : QString();
    if (effect.isEmpty())
        return;
    auto *note = new PlainLabel(QString(effect).replace(QStringLiteral("%1"), cleanedText(nameOf(client))));
    note->setWordWrap(true);
    note->setFont(secondaryFont(font()));
    m_facts->addRow(note);
}

//! An empty text: not reported.
void ClientPane::addFact(const QString &label, const QString &text)
{
    auto *what = new PlainLabel(label);
    what->setDim(true);
    what->setElided(Qt::ElideRight);
    auto *value = new PlainLabel(text.isEmpty() ? notReportedText() : text);
    value->setAbsent(text.isEmpty() || text == notReportedText());
    value->setElided(Qt::ElideMiddle);
    value->setSelectable(true);
    value->setAccessibleName(QStringLiteral("%1: %2").arg(what->text(), value->text()));
    m_facts->addRow(what, value);
}

} // namespace latchkey
