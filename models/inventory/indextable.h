#pragma once

#include <QHashFunctions>

#include <bit>
#include <string_view>
#include <vector>

namespace latchkey {

//! Finds numbers by the text that they stand for, without holding the text: 5 bytes a slot, half of them filled. A
//! QHash of the texts costs 124 bytes each.
class IndexTable
{
public:
    static constexpr quint32 None = ~quint32(0);

    IndexTable() { clear(0); }

    [[nodiscard]] size_t hashOf(std::string_view text) const { return qHashBits(text.data(), text.size(), m_seed); }

    //! The number for which `isSame(number)`; None.
    template <typename IsSame>
    [[nodiscard]] quint32 find(size_t hash, IsSame isSame) const
    {
        const size_t slot = slotOf(hash, isSame);
        return m_tags[slot] == Empty ? None : m_numbers[slot];
    }

    //! `number` must not be in the table yet. True where the table is nearly full: reserve() it before the next.
    bool insert(size_t hash, quint32 number)
    {
        size_t slot = hash & mask();
        while (m_tags[slot] > Removed)
            slot = (slot + 1) & mask();
        m_used += m_tags[slot] == Empty;
        m_tags[slot] = tagOf(hash);
        m_numbers[slot] = number;
        return isFull();
    }

    template <typename IsSame>
    void remove(size_t hash, IsSame isSame)
    {
        const size_t slot = slotOf(hash, isSame);
        if (m_tags[slot] != Empty)
            m_tags[slot] = Removed;
    }

    //! No room for another number: clear for more, and insert all again.
    [[nodiscard]] bool isFull() const { return 4 * (m_used + 1) > 3 * m_tags.size(); }

    //! Empty, with room for twice `count` numbers or more.
    void clear(size_t count)
    {
        const size_t slots = std::bit_ceil(qMax<size_t>(16, 2 * count + 2));
        m_tags.assign(slots, Empty);
        m_numbers.assign(slots, 0);
        m_used = 0;
    }

private:
    enum : quint8 { Empty, Removed, FirstTag };

    [[nodiscard]] size_t mask() const { return m_tags.size() - 1; }
    [[nodiscard]] static quint8 tagOf(size_t hash) { return qMax<quint8>(FirstTag, quint8(hash >> 56)); }

    //! Where the number is, or the empty slot that ends the search. There always is one: see isFull().
    template <typename IsSame>
    [[nodiscard]] size_t slotOf(size_t hash, IsSame isSame) const
    {
        const quint8 tag = tagOf(hash);
        size_t slot = hash & mask();
        while (m_tags[slot] != Empty && (m_tags[slot] != tag || !isSame(m_numbers[slot])))
            slot = (slot + 1) & mask();
        return slot;
    }

    //! Of the process, so that no provider can choose texts that collide.
    size_t m_seed = QHashSeed::globalSeed();
    std::vector<quint8> m_tags;
    std::vector<quint32> m_numbers;
    size_t m_used = 0; //!< slots that are or were filled
};

} // namespace latchkey
