#pragma once

#include "app/commandline/invocation.h"
#include "app/flows/sync.h"
#include "models/inventory/tokenfilter.h"
#include "models/inventory/tokentable.h"

#include <functional>
#include <memory>

namespace latchkey {

//! The inventory of some accounts, loaded for one command.
class Listing
{
public:
    //! Loads the accounts beside each other; the trouble of one leaves the others alone.
    [[nodiscard]] static QCoro::Task<std::shared_ptr<Listing>> load(Invocation &invocation, QList<SignedIn> accounts);

    //! Every token that matches, in the order in which the providers list them.
    void forEach(const TokenFilter &filter, const std::function<void(const Token &, const Account &)> &act) const;
    [[nodiscard]] std::optional<Token> find(const AccountId &account, const TokenId &id) const;

    //! {"summary":{"accounts":[…]}}: how many tokens came of each account, and whether that is all.
    [[nodiscard]] QJsonObject summary() const;
    //! Tells what did not come, and returns the status for it.
    [[nodiscard]] ExitCode tellTroubles(Invocation &invocation) const;
    //! How the load of one of the accounts ended.
    [[nodiscard]] Result<Completeness> endOf(const AccountId &account) const;
    //! Who and what its tokens belong to.
    [[nodiscard]] flows::Directory directoryOf(const AccountId &account) const;
    //! Why a filter must not choose from this list; absent where every account is complete.
    [[nodiscard]] std::optional<Error> whyNotWhole() const;

private:
    struct Part
    {
        Account account = {};
        Result<Completeness> end = Completeness();
        flows::Directory directory = {};
    };
    explicit Listing(Invocation &invocation);
    static QCoro::Task<void> loadPart(Invocation &invocation, std::shared_ptr<Listing> listing, SignedIn signedIn,
                                      qsizetype part);

    const Clock &m_clock;
    TokenTable m_table;
    QList<Part> m_parts;
};

//! The filter that was typed. Error: InvalidInput, with the place that is wrong.
[[nodiscard]] Result<TokenFilter> parsedFilter(const QString &text);

} // namespace latchkey
