#include "app/window/peoplework.h"

#include "models/inventory/tokenfilter.h"
#include "network/async/whendone.h"
#include "network/providers/registry.h"
#include "ui/dialogs/partsdialog.h"
#include "ui/parts/banner.h"
#include "ui/texts.h"

#include <QtConcurrentRun>

namespace latchkey {

namespace {

//! Somebody's parts, and the tokens that they mean.
struct Gathered
{
    RevocationParts parts = {};
    QList<Token> tokens = {};
};

QString whoOf(const QList<JoinedPerson> &people)
{
    return people.size() == 1 ? people.constFirst().name() : PeopleWork::tr("%Ln people", nullptr, int(people.size()));
}

QString whoOf(const QList<ListedClient> &clients)
{
    if (clients.size() != 1)
        return PeopleWork::tr("%Ln client(s)", nullptr, int(clients.size()));
    const Client &client = clients.constFirst().client;
    return client.name.isEmpty() ? client.id.value : client.name;
}

//! `key:"value"`, once for each.
//! Exactly these in their accounts: what is only part of somebody's id is somebody else's.
QString filterFor(const char *key, const QList<std::pair<QString, QString>> &accountsAndIds)
{
    QStringList accounts;
    QStringList ids;
    for (const auto &[account, id] : accountsAndIds) {
        accounts += QStringLiteral("account:") + TokenFilter::quoted(account);
        ids += QLatin1String(key) + u'=' + TokenFilter::quoted(id);
    }
    accounts.removeDuplicates();
    ids.removeDuplicates();
    return (accounts + ids).join(u' ');
}

Gathered onlyOf(Gathered gathered, const QList<AccountId> &accounts)
{
    gathered.parts.wide.removeIf([&](auto it) { return !accounts.contains(it.key()); });
    gathered.tokens.removeIf([&](const Token &token) { return !accounts.contains(token.account); });
    return gathered;
}

//! What would go in each account, and what cannot and why.
QList<PersonPart> partsOf(const Gathered &gathered, const QList<Account> &accounts)
{
    QList<PersonPart> parts;
    for (const Account &account : accounts) {
        const auto isHere = [&account](const Token &token) { return token.account == account.id; };
        const auto tokens = std::count_if(gathered.tokens.cbegin(), gathered.tokens.cend(), isHere);
        const ProviderDescription *provider = registry::describe(account.provider);
        QStringList what;
        if (tokens > 0)
            what += PeopleWork::tr("%Ln token(s)", nullptr, int(tokens));
        const QList<WideCall> calls = gathered.parts.wide.value(account.id);
        for (const WideCall &call : calls)
            what += provider ? wideAction(*provider, call.extent).arg(call.text()) : call.text();
        if (!what.isEmpty())
            parts += PersonPart{account.id, account.name, account.environment, what.join(QStringLiteral(", ")), true};
        for (const RevocationParts::Note &note : gathered.parts.notes) {
            if (note.account == account.id)
                parts +=
                    PersonPart{account.id, account.name, account.environment, note.who + u": "_qs + note.why, false};
        }
    }
    return parts;
}

} // namespace

PeopleWork::PeopleWork(App &app, Sessions &sessions, Loading &loading, Revoking &revoking, TokenTable &table,
                       People &people, MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_app(app)
    , m_sessions(sessions)
    , m_loading(loading)
    , m_revoking(revoking)
    , m_table(table)
    , m_people(people)
    , m_window(window)
    , m_links(app.places().config)
{
    PeoplePage &page = window.people();
    connect(&people, &People::changed, this, [this] {
        const PeopleInput &input = m_people.input();
        QHash<AccountId, qint64> instead;
        for (const PeopleSource &source : input.accounts) {
            if (isWideOnly(input.providers.value(source.account.provider)))
                instead.insert(source.account.id, source.people.rows.size());
        }
        m_window.sidebar().showPeople(qint64(m_people.table()->people.size()), instead);
    });
    connect(&m_links, &PersonLinkStore::changed, this, &PeopleWork::refresh);
    connect(&loading, &Loading::directoryRead, this, [this](const AccountId &account) {
        const std::optional<flows::Directory> directory = m_loading.directory(account);
        if (!directory)
            return;
        m_sources[account].people.take(directory->people);
        m_sources[account].clients.take(directory->clients);
        refresh();
    });
    connect(&page, &PeoplePage::revokePeopleRequested, this, [this](const QList<JoinedPerson> &chosen) {
        ask(tr("Revoke all tokens of %1").arg(cleanedText(whoOf(chosen))), revocationOf(chosen, m_people.input()));
    });
    connect(&page, &PeoplePage::endSessionsRequested, this, [this](const QList<PersonIdentity> &chosen) {
        ask(tr("End all sessions"), sessionsOf(chosen, m_people.input()));
    });
    connect(&page, &PeoplePage::revokeClientsRequested, this, [this](const QList<ListedClient> &chosen) {
        ask(tr("Revoke all tokens of %1").arg(cleanedText(whoOf(chosen))), revocationOf(chosen, m_people.input()));
    });
    connect(&page, &PeoplePage::disableClientsRequested, this, [this](const QList<ListedClient> &chosen) {
        ask(tr("Disable %1").arg(cleanedText(whoOf(chosen))), disablingOf(chosen, m_people.input()));
    });
    connect(&page, &PeoplePage::joinRequested, this,
            [this](const QList<PersonKey> &keys) { takeLinks(m_links.join(keys)); });
    connect(&page, &PeoplePage::separateRequested, this,
            [this](const QList<PersonKey> &keys) { takeLinks(m_links.separate(keys)); });
    connect(&page, &PeoplePage::tokensOfPeopleWanted, this, [this](const QList<JoinedPerson> &chosen) {
        QList<std::pair<QString, QString>> owners;
        for (const JoinedPerson &person : chosen) {
            for (const PersonIdentity &identity : person.identities)
                owners += {nameOf(identity.person.account), identity.person.id.value};
        }
        Q_EMIT filterWanted(filterFor("owner", owners));
    });
    connect(&page, &PeoplePage::tokensOfClientsWanted, this, [this](const QList<ListedClient> &chosen) {
        QList<std::pair<QString, QString>> clients;
        for (const ListedClient &client : chosen)
            clients += {nameOf(client.client.account), client.client.id.value};
        Q_EMIT filterWanted(filterFor("client", clients));
    });
}

QString PeopleWork::nameOf(const AccountId &account) const
{
    const std::optional<Account> known = m_app.accounts().find(account);
    return known ? known->name : QString();
}

void PeopleWork::takeAccounts()
{
    QSet<AccountId> present;
    const QList<Account> accounts = m_app.accounts().accounts();
    for (const Account &account : accounts)
        present.insert(account.id);
    const QList<AccountId> known = m_sources.keys();
    for (const AccountId &account : known) {
        if (present.contains(account))
            continue;
        m_sources.remove(account);
        takeLinks(m_links.removeAccount(account));
    }
    refresh();
}

void PeopleWork::refresh()
{
    PeopleInput input;
    const QList<Account> accounts = m_sessions.accounts();
    for (const Account &account : accounts) {
        PeopleSource &source = m_sources[account.id];
        source.account = account;
        input.accounts += source;
    }
    for (const ProviderDescription &provider : registry::descriptions())
        input.providers.insert(provider.id, provider);
    input.tokens = m_table.snapshot();
    input.links = m_links.links();
    input.nowMs = m_app.clock().nowMs();
    m_people.setInput(input);
}

//! Finds the tokens that are meant, then asks which accounts are; one alone needs no asking.
void PeopleWork::ask(const QString &title, const RevocationParts &parts)
{
    const auto snapshot = m_table.snapshot();
    const qint64 now = m_app.clock().nowMs();
    const auto listed = QtConcurrent::run([snapshot, parts, now] {
        return Gathered{parts, listedTokens(*snapshot, parts, now)};
    });
    whenDone(listed, this, [this, title](const Gathered &gathered) {
        const QList<PersonPart> rows = partsOf(gathered, m_sessions.accounts());
        QList<AccountId> possible;
        for (const PersonPart &row : rows) {
            if (row.isPossible)
                possible += row.account;
        }
        const auto plan = [this, gathered](const QList<AccountId> &accounts) {
            const Gathered wanted = onlyOf(gathered, accounts);
            m_revoking.ask({.tokens = wanted.tokens, .wide = wanted.parts.wide});
        };
        if (possible.isEmpty()) {
            tell(tr("There is nothing to revoke."), rows.isEmpty() ? tr("No token of theirs is known.") : rows[0].what);
            return;
        }
        if (rows.size() == 1) {
            plan(possible);
            return;
        }
        auto *dialog = new PartsDialog(title, rows, &m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &PartsDialog::chosen, this, plan);
        dialog->open();
    });
}

void PeopleWork::takeLinks(const Result<void> &done)
{
    if (!done)
        tell(tr("Who belongs together was not changed."), errorSentence(done.error(), {}, {}));
}

void PeopleWork::tell(const QString &fact, const QString &reason)
{
    m_window.people().banner().say(Banner::Tone::Warning, fact, reason);
}

} // namespace latchkey
