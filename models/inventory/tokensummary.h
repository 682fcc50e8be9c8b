#pragma once

#include "models/inventory/tokensnapshot.h"

#include <QList>

#include <array>
#include <stop_token>
#include <vector>

namespace latchkey {

//! What many tokens have in common, in numbers.
struct TokenSummary
{
    //! A part of the tokens.
    struct Share
    {
        QString text = {}; //!< as the provider gives it
        AccountId account = {}; //!< whose; empty for scopes, which several accounts may know
        QString accountName = {};
        qint64 count = 0;

        friend bool operator==(const Share &, const Share &) = default;
    };
    //! Shares in falling order, and how many tokens have nothing that could be counted.
    struct Shares
    {
        QList<Share> largest = {}; //!< at most MostShares
        qint64 others = 0; //!< how many further shares there are
        qint64 inOthers = 0; //!< what they add up to
        qint64 notReported = 0;

        friend bool operator==(const Shares &, const Shares &) = default;
    };
    static constexpr int MostShares = 5;

    enum class Use { Day, Quarter, Older, Never, NotReported }; //!< to 24 hours, 90 days, longer ago
    enum class Expiry { Past, Fortnight, Quarter, Later, Never, NotReported }; //!< in under 14 days, to 90 days, later

    //! A token that this app signs in with.
    struct Own
    {
        QString token = {}; //!< its name, else its id
        QString account = {};

        friend bool operator==(const Own &, const Own &) = default;
    };

    qint64 tokens = 0; //!< counted; rows that have gone are not
    QList<Share> accounts = {}; //!< all of them, in falling order; text is the name
    qint64 inProduction = 0;
    Shares owners = {}; //!< each owner of each account by themselves: names do not join people
    Shares scopes = {}; //!< a token may hold several
    std::array<qint64, 5> lastUsed = {}; //!< by Use
    std::array<qint64, 6> expires = {}; //!< by Expiry
    QList<Own> own = {};

    friend bool operator==(const TokenSummary &, const TokenSummary &) = default;
};

//! Of the rows with these numbers, as of `nowMs` (UTC ms). A stop makes the answer worthless, soon. Any thread.
[[nodiscard]] TokenSummary tokenSummary(const TokenSnapshot &snapshot, const std::vector<quint32> &numbers,
                                        qint64 nowMs, const std::stop_token &stop = {});

} // namespace latchkey
