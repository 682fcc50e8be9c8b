#pragma once

#include <QtGlobal>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace latchkey::sandbox {

//! A well-mixed number of a number (splitmix64): the one source of chance, so that a seed decides everything.
[[nodiscard]] constexpr quint64 mixed(quint64 x)
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

//! Texts that look random, each of which hides a number: a million ids need no table to find their token again.
class HiddenNumbers
{
public:
    //! Texts of other keys never read as ours. Lengths are in characters out of [0-9A-Za-z], 13 at least.
    HiddenNumbers(quint64 key, int shortest, int longest) : m_key(mixed(key)), m_shortest(shortest), m_longest(longest)
    {
    }

    void append(quint64 number, std::string &to) const;
    [[nodiscard]] std::string text(quint64 number) const;
    //! nullopt for what append() never writes.
    [[nodiscard]] std::optional<quint64> number(std::string_view text) const;

private:
    [[nodiscard]] quint32 round(int index, quint32 half) const;

    quint64 m_key;
    int m_shortest;
    int m_longest;
};

//! A source of numbers for one thing, as many as it needs.
class Chance
{
public:
    explicit Chance(quint64 seed) : m_state(seed) { }
    //! 0 to bound - 1.
    [[nodiscard]] quint32 below(quint32 bound)
    {
        m_state = mixed(m_state);
        return quint32(((m_state >> 32) * bound) >> 32);
    }
    [[nodiscard]] bool percent(quint32 share) { return below(100) < share; }
    template <typename T, std::size_t N>
    [[nodiscard]] const T &oneOf(const std::array<T, N> &choices)
    {
        return choices[below(quint32(N))];
    }

private:
    quint64 m_state;
};

//! "2021-01-14T11:25:39Z"
void appendIsoTime(qint64 secondsSinceEpoch, std::string &to);
//! Between quotes, with the escapes that JSON needs and no others.
void appendJsonText(std::string_view utf8, std::string &to);

//! Given and family names of people, in ASCII.
[[nodiscard]] std::string_view givenName(quint64 index);
[[nodiscard]] std::string_view familyName(quint64 index);

//! What somebody with few rights and bad intentions, or no sense, calls a token: markup, formulas, reversed, invisible
//! and look-alike letters, JSON, and very long.
[[nodiscard]] std::span<const std::string> hostileNames();
//! Names of people's and machines' tokens; short runs of them repeat.
void appendTokenName(Chance &chance, std::string &to);
//! A browser, a build tool or a client library.
[[nodiscard]] std::string_view browserAgent(quint64 index);
[[nodiscard]] std::string_view machineAgent(quint64 index);
//! A public address, IPv4 mostly.
void appendAddress(Chance &chance, std::string &to);

} // namespace latchkey::sandbox
