#include "app/commandline/listing.h"

#include "app/commandline/records.h"
#include "models/inventory/tokenselect.h"
#include "network/providers/registry.h"
#include "ui/texts.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <vector>

namespace latchkey {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Listing)
};

QJsonValue scopeJson(const LoadScope &scope)
{
    if (scope.isWhole())
        return QJsonValue::Null;
    QJsonObject json;
    if (!scope.parts.isEmpty())
        json[QStringLiteral("parts")] = QJsonArray::fromStringList(scope.parts);
    for (const auto &[key, text] :
         {std::pair("client", scope.client), std::pair("person", scope.person), std::pair("status", scope.status)}) {
        if (!text.isEmpty())
            json[QLatin1String(key)] = text;
    }
    return json;
}

//! Why the part is not all there; absent where it is.
std::optional<Error> troubleOf(const Result<Completeness> &end)
{
    if (!end)
        return end.error();
    if (end->complete)
        return {};
    return end->reason.value_or(Error{Error::Kind::Malformed});
}

} // namespace

Listing::Listing(Invocation &invocation)
    : m_clock(invocation.app.clock())
    , m_table(m_clock, invocation.app.timing()) { }

QCoro::Task<void> Listing::loadPart(Invocation &invocation, std::shared_ptr<Listing> listing, SignedIn signedIn,
                                    qsizetype part)
{
    if (!signedIn.session) {
        listing->m_parts[part].end = failure(signedIn.session.error());
        listing->m_parts[part].directory = {failure(signedIn.session.error()), failure(signedIn.session.error())};
        co_return;
    }
    const Result<Completeness> end =
        co_await flows::loadTokens(*signedIn.session, signedIn.account.scope, listing->m_table, invocation.stop);
    listing->m_parts[part].end = end;
    listing->m_parts[part].directory =
        co_await flows::loadDirectory(*signedIn.session, listing->m_table, invocation.stop);
}

QCoro::Task<std::shared_ptr<Listing>> Listing::load(Invocation &invocation, QList<SignedIn> accounts)
{
    const std::shared_ptr<Listing> listing(new Listing(invocation));
    for (const SignedIn &signedIn : std::as_const(accounts))
        listing->m_parts += Part{signedIn.account};

    Console &console = invocation.console;
    const QMetaObject::Connection progress = QObject::connect(
        &listing->m_table, &TokenTable::changed, &listing->m_table, [&console, table = &listing->m_table] {
            console.progress(Texts::tr("%1 tokens").arg(QLocale().toString(table->snapshot()->rowCount())));
        });
    std::vector<QCoro::Task<void>> loads;
    for (qsizetype part = 0; part < accounts.size(); ++part)
        loads.push_back(loadPart(invocation, listing, accounts[part], part));
    for (QCoro::Task<void> &load : loads)
        co_await load;
    QObject::disconnect(progress);

    // Own tokens of every account of this app, also of those that are not listed here.
    QList<Account> known = invocation.app.accounts().accounts();
    for (const Part &part : std::as_const(listing->m_parts))
        known += part.account;
    listing->m_table.setOwnTokens(flows::ownTokensOf(known));
    co_return listing;
}

void Listing::forEach(const TokenFilter &filter, const std::function<void(const Token &, const Account &)> &act) const
{
    const qint64 now = m_clock.nowMs();
    const std::shared_ptr<const TokenSnapshot> snapshot = const_cast<TokenTable &>(m_table).snapshot();
    QHash<AccountId, Account> accounts;
    for (const Part &part : m_parts)
        accounts.insert(part.account.id, part.account);
    const std::vector<quint32> rows = select(*snapshot, filter, now);
    for (const quint32 row : rows) {
        const Token token = snapshot->token(row, now);
        act(token, accounts.value(token.account));
    }
}

std::optional<Token> Listing::find(const AccountId &account, const TokenId &id) const
{
    const std::shared_ptr<const TokenSnapshot> snapshot = const_cast<TokenTable &>(m_table).snapshot();
    const std::optional<quint32> row = snapshot->find(account, id);
    if (!row)
        return {};
    return snapshot->token(*row, m_clock.nowMs());
}

QJsonObject Listing::summary() const
{
    const std::shared_ptr<const TokenSnapshot> snapshot = const_cast<TokenTable &>(m_table).snapshot();
    QJsonArray accounts;
    for (const Part &part : m_parts) {
        const AccountPart *loaded = snapshot->account(part.account.id);
        const std::optional<Error> trouble = troubleOf(part.end);
        accounts += QJsonObject{{QStringLiteral("account"), part.account.name},
                                {QStringLiteral("complete"), !trouble},
                                {QStringLiteral("count"), loaded ? loaded->status.rows : 0},
                                {QStringLiteral("scope"), scopeJson(part.account.scope)},
                                {QStringLiteral("error"),
                                 trouble ? QJsonValue(errorJson(*trouble, &part.account)[QLatin1String("error")])
                                         : QJsonValue(QJsonValue::Null)}};
    }
    return {{QStringLiteral("summary"), QJsonObject{{QStringLiteral("accounts"), accounts}}}};
}

ExitCode Listing::tellTroubles(Invocation &invocation) const
{
    bool anything = false;
    std::optional<ExitCode> worst;
    for (const Part &part : m_parts) {
        anything = anything || part.end;
        if (const std::optional<Error> trouble = troubleOf(part.end)) {
            const ExitCode code = invocation.tell(*trouble, &part.account);
            if (part.end)
                invocation.console.note(Texts::tr("The list of %1 is not whole.").arg(part.account.name));
            worst = worst.value_or(code);
        }
    }
    if (invocation.stop.stop_requested())
        return ExitCode::Interrupted;
    if (!worst)
        return ExitCode::Done;
    return anything ? ExitCode::Partly : *worst;
}

Result<Completeness> Listing::endOf(const AccountId &account) const
{
    for (const Part &part : m_parts) {
        if (part.account.id == account)
            return part.end;
    }
    return failure(Error::Kind::Internal);
}

flows::Directory Listing::directoryOf(const AccountId &account) const
{
    for (const Part &part : m_parts) {
        if (part.account.id == account)
            return part.directory;
    }
    return {};
}

std::optional<Error> Listing::whyNotWhole() const
{
    for (const Part &part : m_parts) {
        if (const std::optional<Error> trouble = troubleOf(part.end))
            return trouble;
    }
    return {};
}

Result<TokenFilter> parsedFilter(const QString &text)
{
    const auto parsed = TokenFilter::parse(text);
    if (parsed)
        return *parsed;
    const FilterError &error = parsed.error();
    const QString part = cleanedText(text.mid(error.start, error.length));
    return failure(Error::Kind::InvalidInput,
                   part.isEmpty() ? Texts::tr("In the filter: %1").arg(error.message)
                                  : Texts::tr("In the filter, at \"%1\": %2").arg(part, error.message));
}

} // namespace latchkey
