#pragma once

#include "network/domain/error.h"
#include "network/domain/tokensink.h"

#include <QByteArray>

#include <string>

namespace latchkey::bench {

//! The invented token number `i` of a large customer: 2,000 users, a dozen scopes and service sets, 500 addresses; a
//! tenth never used, half never expiring. The same for the same `i`.
struct FastlyRow
{
    explicit FastlyRow(qint64 i);

    std::string id;
    std::string userId;
    std::string name;
    std::string scope; //!< space separated
    std::string serviceId;
    std::string ip;
    qint64 createdMs = 0;
    qint64 lastUsedMs = 0; //!< 0: never
    qint64 expiresMs = 0; //!< 0: never

    //! In the shape of GET /tokens, 486 bytes on average.
    [[nodiscard]] QByteArray json() const;
    void pourInto(TokenSink &sink) const;
};

//! The answer to GET /tokens with `rows` tokens.
[[nodiscard]] QByteArray fastlyList(qint64 rows);

//! What a store of the first `rows` tokens must add up to.
struct Checksum
{
    qint64 rows = 0;
    qint64 nameBytes = 0;
    qint64 createdSeconds = 0;
    qint64 neverUsed = 0;

    friend bool operator==(const Checksum &, const Checksum &) = default;
};
[[nodiscard]] Checksum checksumOf(qint64 rows);

} // namespace latchkey::bench
