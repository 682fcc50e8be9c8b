#include "models/revocation/plan.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QLocale>
#include <QSet>
#include <QUrl>
#include <QUuid>
#include <QtEndian>

#include <algorithm>

namespace latchkey {

using Extent = RevokeCall::Extent;
using std::chrono::milliseconds;

namespace {

//! What a provider cannot tell apart from `account`: the same service seen through another profile.
bool isSameService(const Account &a, const Account &b)
{
    if (a.provider != b.provider)
        return false;
    const QString tenant = a.identity.tenant.id;
    return originOf(a.baseUrl) == originOf(b.baseUrl) || (!tenant.isEmpty() && tenant == b.identity.tenant.id);
}

//! Everybody whose access depends on something in `account`'s service, `account` itself included.
QList<Account> sharingService(const Account &account, const QList<Account> &accounts)
{
    QList<Account> sharing;
    std::copy_if(accounts.begin(), accounts.end(), std::back_inserter(sharing),
                 [&](const Account &other) { return isSameService(account, other); });
    return sharing;
}

bool ends(const WideCall &call, const Identity &identity)
{
    const bool person = identity.ownPerson && identity.ownPerson->value == call.person.id;
    const bool client = identity.ownClient && identity.ownClient->value == call.client.id;
    if (call.extent == Extent::Person)
        return person;
    if (call.extent == Extent::Client)
        return client;
    return person && (client || !identity.ownClient);
}

//! What the provider calls the wide call; empty: nothing that would say the whole of it.
QString actionOf(const ProviderDescription &provider, Extent extent)
{
    if (extent == Extent::PersonAtClient) // its words say "this client"
        return {};
    const Capability capability = extent == Extent::Person ? Capability::RevokeByPerson
        : provider.can(Capability::DisableClient)          ? Capability::DisableClient
                                                           : Capability::RevokeByClient;
    const auto words = provider.wideWords.find(capability);
    return words == provider.wideWords.end() ? QString() : words->second.action;
}

//! One account's part of a plan while it is made.
class AccountBuilder
{
public:
    AccountBuilder(const Account &account, const PlanRequest &request)
        : m_request(request)
        , m_provider(request.providers.value(account.provider))
        , m_isReadOnly(account.policy.readOnly)
        , m_sharing(sharingService(account, request.accounts))
        , m_waiting(request.waiting.value(account.id))
    {
        part.id = account.id;
        part.name = cleanedText(account.name);
        part.provider = account.provider;
        part.environment = account.environment;
        part.identity = account.identity;
        part.ownUnknown = m_provider.can(Capability::OwnToken) && !account.identity.ownToken;
        part.reportsUse = m_provider.reported.testFlag(TokenField::LastUsed);
        for (const Account &other : std::as_const(m_sharing)) {
            if (other.identity.ownToken)
                m_own.insert(*other.identity.ownToken);
        }
    }

    void add(WideCall call)
    {
        call.person.name = cleanedText(call.person.name);
        call.client.name = cleanedText(call.client.name);
        QStringList losing;
        for (const Account &other : std::as_const(m_sharing)) {
            if (ends(call, other.identity))
                losing += cleanedText(other.name);
        }
        call.endsOwnAccess = call.endsOwnAccess || !losing.isEmpty();
        const bool can = canRevoke(m_provider, call.extent);
        if (const auto reason = whyNot(call.key(), call.endsOwnAccess, true, can)) {
            leaveOut(call.key(), call.text(), *reason);
            return;
        }
        losingAccess += losing;
        call.action = actionOf(m_provider, call.extent);
        part.wide += call;
    }

    void add(const Token &token, Extent by = Extent::One)
    {
        PlanItem item;
        item.by = by;
        item.id = token.id;
        item.kind = token.kind;
        item.name = cleanedText(token.name.value_or(QString()));
        item.owner = cleanedText(token.owner.value_or(Named()).text());
        item.person = PersonId{token.owner.value_or(Named()).id};
        item.client = ClientId{token.client.value_or(Named()).id};
        item.created = token.created;
        item.lastUsed = token.lastUsed;
        item.isOwn = token.isOwn || m_own.contains(token.id);
        item.isAccountsOwn = part.identity.ownToken == token.id;
        const bool can = by != Extent::One
            ? canRevoke(m_provider, by)
            : m_provider.can(Capability::RevokeToken) || m_provider.can(Capability::RevokeListed)
                || (item.isAccountsOwn && m_provider.can(Capability::RevokeOwn));
        if (const auto reason = whyNot(item.id, item.isOwn, token.isActionable, can)) {
            leaveOut(item.id, item.name, *reason);
            return;
        }
        for (const Account &other : std::as_const(m_sharing)) {
            if (item.isOwn && other.identity.ownToken == item.id)
                losingAccess += cleanedText(other.name);
        }
        part.items += item;
    }

    PlanAccount part;
    QList<Exclusion> exclusions;
    QStringList losingAccess;

private:
    std::optional<ExclusionReason> whyNot(const TokenId &id, bool isOwn, bool isActionable, bool can)
    {
        if (m_seen.contains(id))
            return ExclusionReason::Duplicate;
        m_seen.insert(id);
        if (m_waiting.contains(id))
            return ExclusionReason::Waiting;
        if (isOwn && !m_request.isOwn)
            return ExclusionReason::OwnToken;
        if (!isOwn && m_request.isOwn)
            return ExclusionReason::NotOwn;
        if (m_isReadOnly)
            return ExclusionReason::ReadOnlyAccount;
        if (id.isEmpty() || !isActionable)
            return ExclusionReason::NotActionable;
        if (!can)
            return ExclusionReason::Unsupported;
        return {};
    }

    void leaveOut(const TokenId &id, const QString &name, ExclusionReason reason)
    {
        exclusions += Exclusion{part.id, id, name, reason};
    }

    const PlanRequest &m_request;
    ProviderDescription m_provider;
    bool m_isReadOnly = false;
    QList<Account> m_sharing;
    QSet<TokenId> m_own;
    QSet<TokenId> m_seen;
    QSet<TokenId> m_waiting;
};

//! Feeds a hash so that no two different lists of fields give the same bytes.
class FieldHash
{
public:
    void add(const QString &text)
    {
        const QByteArray bytes = text.toUtf8();
        add(bytes.size());
        m_hash.addData(bytes);
    }
    void add(qint64 number)
    {
        const qint64 bytes = qToLittleEndian(number);
        m_hash.addData(QByteArrayView(reinterpret_cast<const char *>(&bytes), sizeof bytes));
    }
    [[nodiscard]] QByteArray hex() const { return m_hash.result().toHex(); }

private:
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

QString comparable(const QString &text) { return text.trimmed().normalized(QString::NormalizationForm_C); }

} // namespace

bool canRevoke(const ProviderDescription &provider, Extent extent)
{
    switch (extent) {
    case Extent::One:
        return provider.can(Capability::RevokeToken);
    case Extent::Listed:
        return provider.can(Capability::RevokeListed);
    case Extent::Own:
        return provider.can(Capability::RevokeOwn);
    case Extent::Person:
        return provider.can(Capability::RevokeByPerson);
    case Extent::Client:
        return provider.can(Capability::RevokeByClient) || provider.can(Capability::DisableClient);
    case Extent::PersonAtClient:
        return provider.can(Capability::RevokeByPersonAtClient);
    case Extent::Value:
        return provider.can(Capability::RevokeByValue);
    case Extent::Refresh:
        return provider.can(Capability::RevokeByRefreshToken);
    }
    return false;
}

TokenId WideCall::key() const
{
    const auto part = [](const char *name, const Named &named) {
        return QLatin1String(name) + QString::fromLatin1(QUrl::toPercentEncoding(named.id));
    };
    QStringList parts;
    if (extent != Extent::Client)
        parts += part("person=", person);
    if (extent != Extent::Person)
        parts += part("client=", client);
    return TokenId{QStringLiteral("wide:") + parts.join(QLatin1Char('&'))};
}

QString WideCall::text() const
{
    if (extent == Extent::Person)
        return person.text();
    if (extent == Extent::Client)
        return client.text();
    return QStringLiteral("%1 at %2").arg(person.text(), client.text());
}

QString WideCall::sentence() const
{
    QString said = action;
    if (said.isEmpty())
        said = extent == Extent::Client ? QCoreApplication::translate("WideCall", "All tokens of the client %1")
                                        : QCoreApplication::translate("WideCall", "All tokens of %1");
    return said.replace(QStringLiteral("%1"), text());
}

RevokeCall WideCall::call() const
{
    RevokeCall call;
    call.extent = extent;
    call.person = PersonId{person.id};
    call.client = ClientId{client.id};
    return call;
}

qsizetype Plan::tokenCount() const
{
    qsizetype count = 0;
    for (const PlanAccount &account : accounts)
        count += account.items.size();
    return count;
}

qsizetype Plan::wideCount() const
{
    qsizetype count = 0;
    for (const PlanAccount &account : accounts)
        count += account.wide.size();
    return count;
}

QByteArray Plan::sha256() const
{
    FieldHash hash;
    hash.add(QStringLiteral("latchkey plan 1"));
    hash.add(isOwn);
    hash.add(accounts.size());
    for (const PlanAccount &account : accounts) {
        hash.add(account.id.value);
        hash.add(account.provider.value);
        hash.add(account.identity.tenant.id);
        hash.add(account.identity.principal.id);
        hash.add(account.items.size());
        for (const PlanItem &item : account.items) {
            hash.add(item.id.value);
            hash.add(tokenKindName(item.kind));
            hash.add(item.name);
            hash.add(item.created.raw());
            if (item.by != Extent::One)
                hash.add(static_cast<int>(item.by));
        }
        hash.add(account.wide.size());
        for (const WideCall &call : account.wide) {
            hash.add(call.key().value);
            hash.add(call.text());
        }
    }
    return hash.hex();
}

void addWaiting(WaitingTokens &waiting, const Plan &plan)
{
    for (const PlanAccount &part : plan.accounts) {
        QSet<TokenId> &known = waiting[part.id];
        for (const PlanItem &item : part.items)
            known.insert(item.id);
        for (const WideCall &call : part.wide)
            known.insert(call.key());
    }
}

Plan buildPlan(const PlanRequest &request)
{
    std::vector<AccountBuilder> builders;
    QHash<AccountId, size_t> index;
    for (const Account &account : request.accounts) {
        index.insert(account.id, builders.size());
        builders.emplace_back(account, request);
        const QList<WideCall> calls = request.wide.value(account.id);
        for (const WideCall &call : calls)
            builders.back().add(call);
    }

    Plan plan;
    plan.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    plan.createdAtMs = request.nowMs;
    plan.reason = request.reason;
    plan.isOwn = request.isOwn;
    plan.exclusions = request.leftOut;
    const auto add = [&](const Token &token, Extent by) {
        const auto at = index.constFind(token.account);
        if (at != index.constEnd())
            builders[*at].add(token, by);
        else
            plan.exclusions += Exclusion{token.account, token.id, cleanedText(token.name.value_or(QString())),
                                         ExclusionReason::OtherAccount};
    };
    for (const TypedToken &typed : request.typed) // first: the same token by its id would be a duplicate of it
        add(typed.token, typed.by);
    for (const Token &token : request.tokens)
        add(token, Extent::One);
    for (AccountBuilder &builder : builders) {
        plan.exclusions += builder.exclusions;
        plan.losingAccess += builder.losingAccess;
        if (!builder.part.isEmpty())
            plan.accounts += std::move(builder.part);
    }
    plan.losingAccess.removeDuplicates();
    return plan;
}

Plan protectedAgain(Plan plan, const QList<Account> &accounts, const WaitingTokens &waiting)
{
    if (plan.isOwn)
        return plan;
    for (PlanAccount &part : plan.accounts) {
        Account self;
        self.provider = part.provider;
        self.identity = part.identity;
        for (const Account &account : accounts) {
            if (account.id == part.id)
                self.baseUrl = account.baseUrl;
        }
        QList<Account> sharing = sharingService(self, accounts);
        sharing += self;
        const QSet<TokenId> elsewhere = waiting.value(part.id);
        const auto isLeftOut = [&](const TokenId &id, const QString &name, bool isOwn) {
            if (!isOwn && !elsewhere.contains(id))
                return false;
            plan.exclusions +=
                Exclusion{part.id, id, name, isOwn ? ExclusionReason::OwnToken : ExclusionReason::Waiting};
            return true;
        };
        part.items.removeIf([&](const PlanItem &item) {
            const bool isOwn = std::any_of(sharing.cbegin(), sharing.cend(), [&item](const Account &account) {
                return account.identity.ownToken == item.id;
            });
            return isLeftOut(item.id, item.name, isOwn);
        });
        part.wide.removeIf([&](const WideCall &call) {
            const bool isOwn = std::any_of(sharing.cbegin(), sharing.cend(),
                                           [&call](const Account &account) { return ends(call, account.identity); });
            return isLeftOut(call.key(), call.text(), isOwn);
        });
    }
    plan.accounts.removeIf([](const PlanAccount &part) { return part.isEmpty(); });
    return plan;
}

bool isUsedWithin(const PlanItem &item, milliseconds span, qint64 asOfMs)
{
    return item.lastUsed.isTime() && item.lastUsed.ms() >= asOfMs - span.count();
}

bool Confirmation::acceptsCount(const QString &typed) const
{
    QString digits = typed.trimmed();
    digits.remove(QLocale().groupSeparator()); // as numbers are shown
    return count.isEmpty() || digits == count;
}

bool Confirmation::acceptsName(const QString &typed) const
{
    return name.isEmpty() || comparable(typed) == comparable(name);
}

Confirmation confirmationOf(const Plan &plan)
{
    constexpr qsizetype SeriousFrom = 10;
    constexpr std::chrono::hours RecentlyUsed{30 * 24};

    Confirmation confirmation;
    QStringList names; // of what is wide
    QStringList accounts; // that hold something wide or own
    qsizetype onProduction = 0;
    bool isLively = false;
    for (const PlanAccount &account : plan.accounts) {
        if (account.environment == Environment::Production) {
            confirmation.asksReason = true;
            onProduction += account.items.size();
        }
        for (const PlanItem &item : account.items)
            isLively = isLively || isUseUnknown(item) || isUsedWithin(item, RecentlyUsed, plan.createdAtMs);
        for (const WideCall &call : account.wide) {
            const QString name = call.extent == Extent::Client ? call.client.text() : call.person.text();
            if (!names.contains(name, Qt::CaseInsensitive)) // an e-mail address joins people without regard to case
                names += name;
        }
        if (!account.wide.isEmpty() || account.ownUnknown || plan.isOwn)
            accounts += account.name;
    }
    const bool isMany = plan.tokenCount() >= SeriousFrom || onProduction > 1;
    if (!accounts.isEmpty()) {
        confirmation.kind = Confirmation::Class::WideOrOwn;
        if (names.size() == 1 && !plan.isOwn)
            confirmation.name = names.first();
        else
            confirmation.name = (plan.losingAccess.isEmpty() ? accounts : plan.losingAccess).join(QStringLiteral(", "));
    } else if (isMany || isLively) {
        confirmation.kind = Confirmation::Class::Serious;
    }
    // A name says nothing of how many tokens go beside what it names.
    const bool isSerious = confirmation.kind == Confirmation::Class::Serious;
    if (isSerious || (confirmation.kind == Confirmation::Class::WideOrOwn && !plan.isOwn && isMany))
        confirmation.count = QString::number(plan.tokenCount());
    return confirmation;
}

} // namespace latchkey
