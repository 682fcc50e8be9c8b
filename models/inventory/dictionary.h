#pragma once

#include "models/inventory/foldedtext.h"
#include "models/inventory/indextable.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey {

//! Numbers the different texts of a column: rows hold the number, and a filter looks at each text once. Number 0 is
//! "not reported". Texts are never removed or moved, so that a view may be read while another thread adds.
class Dictionary
{
public:
    struct Entry
    {
        std::string_view text = {};
        std::string_view folded = {}; //!< see appendFolded
    };

    //! What was in the dictionary when it was taken. Any thread.
    class View
    {
    public:
        [[nodiscard]] quint32 size() const { return m_size; }
        [[nodiscard]] const Entry &operator[](quint32 number) const
        {
            return m_blocks[number / BlockEntries][number % BlockEntries];
        }

    private:
        friend class Dictionary;
        std::vector<std::shared_ptr<Entry[]>> m_blocks;
        std::vector<std::shared_ptr<char[]>> m_texts; //!< keeps the entries' texts
        quint32 m_size = 0;
    };

    Dictionary();
    //! The number of `text`; a new one, if it is new. A view without data is 0.
    [[nodiscard]] quint32 number(std::string_view text);
    [[nodiscard]] const View &view() const { return m_view; }

private:
    static constexpr quint32 BlockEntries = 512;

    std::string_view keep(std::string_view text);
    quint32 append(std::string_view text, size_t hash);

    View m_view;
    IndexTable m_numbers;
    size_t m_room = 0; //!< bytes left in the last text block
    char *m_next = nullptr;
    std::string m_folded;
};

//! Several texts in one entry, each ended by TextEnd; calls `act` with each.
template <typename Act>
void forEachText(std::string_view joined, Act act)
{
    while (!joined.empty()) {
        const size_t end = joined.find(TextEnd);
        act(joined.substr(0, end));
        joined.remove_prefix(end == joined.npos ? joined.size() : end + 1);
    }
}

} // namespace latchkey
