#pragma once

#include "models/people/peopletable.h"

namespace latchkey {

//! A filter line of people or clients: words that all must occur in name, e-mail or id, without regard to case and
//! accents; "several words" in quotes; account:NAME, the beginning of an account's name; - before a word negates.
struct PeopleFilter
{
    struct Term
    {
        std::string text = {}; //!< folded
        bool isAccount = false;
        bool isNegated = false;

        friend bool operator==(const Term &, const Term &) = default;
    };
    QList<Term> terms = {};

    [[nodiscard]] static PeopleFilter parse(const QString &line);
    friend bool operator==(const PeopleFilter &, const PeopleFilter &) = default;
};

//! What further is asked of people: each that is set must hold.
enum class PeopleChip : quint8 { TokensInSeveral = 1, DeactivatedWithTokens = 2, TokensNotReported = 4 };
Q_DECLARE_FLAGS(PeopleChips, PeopleChip)
Q_DECLARE_OPERATORS_FOR_FLAGS(PeopleChips)

//! Which rows of a table are shown, and in which order. Of columns, see PeopleModel and ClientsModel.
struct PeopleQuery
{
    std::optional<AccountId> account = {}; //!< only who is there; absent: all
    PeopleFilter filter = {};
    PeopleChips chips = {};
    int column = 0;
    Qt::SortOrder order = Qt::AscendingOrder;

    friend bool operator==(const PeopleQuery &, const PeopleQuery &) = default;
};

//! Rows of table.people; what is not reported comes last in both directions. Any thread.
[[nodiscard]] std::vector<quint32> shownPeople(const PeopleTable &table, const PeopleQuery &query);
//! Rows of table.clients.
[[nodiscard]] std::vector<quint32> shownClients(const PeopleTable &table, const PeopleQuery &query);

} // namespace latchkey
