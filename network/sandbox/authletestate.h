#pragma once

#include "network/sandbox/authleteinventory.h"

#include <QHash>

#include <map>
#include <optional>
#include <vector>

namespace latchkey::sandbox {

//! Which tokens a list or a wide revocation is about; what is absent does not filter.
struct AuthleteFilter
{
    std::optional<int> client = {}; //!< index
    std::optional<QString> subject = {};
    std::optional<bool> expired = {};
    qint64 now = 0; //!< only where `expired` is asked

    friend bool operator==(const AuthleteFilter &, const AuthleteFilter &) = default;
};

//! The service as it is now: the inventory, less what was revoked, with what was created and changed since. Not locked:
//! its owner does.
class AuthleteState
{
public:
    explicit AuthleteState(AuthleteInventory inventory);

    [[nodiscard]] const AuthleteInventory &inventory() const { return m_inventory; }
    //! nullopt if it never was, or is revoked.
    [[nodiscard]] std::optional<AuthleteToken> token(quint64 number) const;
    //! By its value, or by the hash of that. The first call makes all hashes: seconds for a million tokens.
    [[nodiscard]] std::optional<AuthleteToken> tokenOf(const QByteArray &identifier) const;
    //! By the value of its refresh token, or the hash of that.
    [[nodiscard]] std::optional<AuthleteToken> tokenOfRefresh(const QByteArray &identifier) const;
    //! Numbers, in order. Valid until something changes.
    [[nodiscard]] const std::vector<quint64> &selected(const AuthleteFilter &filter) const;

    void revoke(quint64 number);
    //! Gives it a number, and so values.
    AuthleteToken create(AuthleteToken token);
    void change(const AuthleteToken &token);

private:
    //! Numbers by the beginning of a hash: of a million tokens, 16 MB.
    using Index = std::vector<std::pair<quint64, quint64>>;
    struct Hashes
    {
        Index found = {}; //!< of the inventory, sorted; made when first asked for
        QHash<QByteArray, quint64> later = {}; //!< of what was created or changed
    };
    //! Of the inventory: a token's value, or its refresh token's.
    using ValueOf = QByteArray (AuthleteInventory::*)(const AuthleteToken &) const;

    [[nodiscard]] std::optional<AuthleteToken> find(Hashes &hashes, ValueOf valueOf,
                                                    const QByteArray &identifier) const;
    void fill(Index &index, ValueOf valueOf) const;
    [[nodiscard]] bool fits(quint64 number, const AuthleteFilter &filter) const;

    AuthleteInventory m_inventory;
    std::vector<bool> m_gone; //!< by number
    std::map<quint64, AuthleteToken> m_changed; //!< also what was created: numbers from the inventory's total on
    mutable Hashes m_access;
    mutable Hashes m_refresh;
    mutable std::optional<AuthleteFilter> m_selectedBy; //!< pages of one list ask again and again
    mutable std::vector<quint64> m_selected;
};

} // namespace latchkey::sandbox
