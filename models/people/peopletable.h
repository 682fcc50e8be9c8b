#pragma once

#include "models/people/peopleinput.h"

#include <QMetaType>

#include <stop_token>
#include <string>
#include <vector>

namespace latchkey {

//! How many tokens somebody has in one account, as far as it is known.
struct TokenCount
{
    enum class Kind {
        NotThere, //!< not a person of this account: "–"
        Known,
        Awaited, //!< the list is on its way
        NotReported,
    };
    Kind kind = Kind::NotThere;
    qint64 tokens = 0; //!< where known
    bool isLeast = false; //!< there may be more: the list is not whole
    bool isStale = false; //!< from before the last load, which failed

    friend bool operator==(const TokenCount &, const TokenCount &) = default;
};

//! A state, in a provider's word, other than active. Not reported is neither.
[[nodiscard]] bool isDeactivated(const QString &state);
//! A client's state is that in which DisableClient leaves it. One that is merely not active may still have tokens.
[[nodiscard]] bool isDisabled(const QString &state);

//! A person as one account knows them.
struct PersonIdentity
{
    //! Why it belongs to a person with several identities.
    enum class Match { Alone, Email, Hand };
    Person person = {}; //!< as listed; of an owner that only the tokens name, id and perhaps name
    TokenCount count = {};
    qint64 usedLastDay = 0; //!< tokens used within 24 hours, of those that are known
    Moment lastUsed = {}; //!< the latest over the tokens that are known; never: of all that there are
    bool usesThisApp = false; //!< this app signs in with one of the tokens that are known
    Match match = Match::Alone;

    [[nodiscard]] PersonKey key() const { return {person.account, person.id}; }
    friend bool operator==(const PersonIdentity &, const PersonIdentity &) = default;
};

//! A row of the people: one person, in one account or in several.
struct JoinedPerson
{
    QList<PersonIdentity> identities = {}; //!< at least one, in the order of the accounts

    //! The first name that is reported, else the first id.
    [[nodiscard]] QString name() const;
    [[nodiscard]] bool isNamed() const;
    [[nodiscard]] QString email() const; //!< the first that is reported; empty: none is
    [[nodiscard]] QList<PersonKey> keys() const;
    //! Over all identities of the account; NotThere where there is none.
    [[nodiscard]] TokenCount countIn(const AccountId &account) const;
    //! All that is known; NotReported or Awaited where nothing is.
    [[nodiscard]] TokenCount known() const;
    //! The latest over all that is known; never: all accounts say so of all tokens.
    [[nodiscard]] Moment lastUsed() const;
    //! This app signs in with one of the tokens that are known.
    [[nodiscard]] bool usesThisApp() const;
    //! Some account reports a state other than active.
    [[nodiscard]] bool isDeactivated() const;
    friend bool operator==(const JoinedPerson &, const JoinedPerson &) = default;
};

//! A row of the clients.
struct ListedClient
{
    Client client = {}; //!< as listed; of one that only the tokens name, id and perhaps name
    TokenCount count = {};

    friend bool operator==(const ListedClient &, const ListedClient &) = default;
};

//! An account as the table has it: a column.
struct PeopleColumn
{
    AccountId id = {};
    QString name = {};
    QString colour = {};
    bool isProduction = false;
    //! What is said of those who are not seen there: where not everybody is known, nobody can be said not to be.
    TokenCount::Kind others = TokenCount::Kind::NotThere;

    friend bool operator==(const PeopleColumn &, const PeopleColumn &) = default;
};

//! How many people each of the chips would show.
struct ChipCounts
{
    qint64 multiple = 0; //!< with known tokens in two or more accounts
    qint64 deactivated = 0; //!< who are, and still have known tokens
    qint64 notReported = 0; //!< for whom some account reports no count

    friend bool operator==(const ChipCounts &, const ChipCounts &) = default;
};

//! All people and clients of all accounts. Immutable, any thread.
struct PeopleTable
{
    std::vector<JoinedPerson> people = {};
    std::vector<ListedClient> clients = {};
    std::vector<PeopleColumn> accounts = {};
    // Beside people:
    std::vector<std::string> texts = {}; //!< name, e-mails and ids, folded for the filter
    std::vector<quint32> nameRanks = {}; //!< in the locale's order
    std::vector<quint32> emailRanks = {};
    // Beside clients:
    std::vector<std::string> clientTexts = {};
    std::vector<quint32> clientNameRanks = {};
    ChipCounts counts = {};
    QHash<AccountId, ChipCounts> countsThere = {}; //!< of those alone who are seen in the account
};

//! What the models of people and of clients say of a cell, besides its text.
enum PeopleRole {
    WhoRole = Qt::UserRole, //!< JoinedPerson or ListedClient
    CountRole, //!< TokenCount, of columns with counts
    ColourRole, //!< QString: an account's colour; of headers too
    ProductionRole, //!< bool: the text names an account of production
    AbsentRole, //!< bool: the text says that the provider does not report it
    KeyRole, //!< QString, of headers: what stays the same of a column while others come and go
};

//! Joins people of several accounts by an e-mail address that each of them reports for exactly one person, without
//! regard to case, and by hand (PersonLinks); never by name or id. Any thread; a stop makes the answer worthless, soon.
[[nodiscard]] PeopleTable peopleTable(const PeopleInput &input, const std::stop_token &stop = {});

// What the chips ask for.
[[nodiscard]] bool hasTokensInSeveral(const JoinedPerson &person);
[[nodiscard]] bool isDeactivatedWithTokens(const JoinedPerson &person);
[[nodiscard]] bool hasUnreportedTokens(const JoinedPerson &person);

} // namespace latchkey

Q_DECLARE_METATYPE(latchkey::JoinedPerson)
Q_DECLARE_METATYPE(latchkey::ListedClient)
Q_DECLARE_METATYPE(latchkey::TokenCount)
