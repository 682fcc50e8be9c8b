#include "models/inventory/dictionary.h"

#include <cstring>

namespace latchkey {

namespace {

constexpr size_t TextBlockBytes = 16 * 1024;

} // namespace

Dictionary::Dictionary()
{
    m_numbers.clear(16);
    m_view.m_blocks.push_back(std::make_shared<Entry[]>(BlockEntries));
    m_view.m_size = 1;
}

quint32 Dictionary::number(std::string_view text)
{
    if (!text.data())
        return 0;
    if (m_last != 0 && m_view[m_last].text == text)
        return m_last;
    const size_t hash = IndexTable::hashOf(text);
    m_last = m_numbers.find(hash, [this, text](quint32 number) { return m_view[number].text == text; });
    if (m_last != IndexTable::None)
        return m_last;

    m_last = append(text);
    if (m_numbers.insert(hash, m_last)) {
        m_numbers.clear(m_view.m_size);
        for (quint32 number = 1; number < m_view.m_size; ++number)
            m_numbers.insert(IndexTable::hashOf(m_view[number].text), number);
    }
    return m_last;
}

quint32 Dictionary::append(std::string_view text)
{
    m_folded.clear();
    for (size_t at = 0; at < text.size();) {
        const size_t end = qMin(text.find(TextEnd, at), text.size());
        appendFolded(m_folded, text.substr(at, end - at));
        if (end < text.size())
            m_folded += TextEnd;
        at = end + 1;
    }
    const quint32 number = m_view.m_size;
    if (number % BlockEntries == 0)
        m_view.m_blocks.push_back(std::make_shared<Entry[]>(BlockEntries));
    Entry &entry = m_view.m_blocks.back()[number % BlockEntries];
    entry.text = keep(text);
    entry.folded = m_folded == text ? entry.text : keep(m_folded);
    ++m_view.m_size;
    return number;
}

std::string_view Dictionary::keep(std::string_view text)
{
    if (m_room < text.size() || !m_next) {
        m_room = qMax(TextBlockBytes, text.size());
        m_view.m_texts.push_back(std::make_shared<char[]>(m_room));
        m_next = m_view.m_texts.back().get();
    }
    std::memcpy(m_next, text.data(), text.size());
    const std::string_view kept(m_next, text.size());
    m_next += text.size();
    m_room -= text.size();
    return kept;
}

} // namespace latchkey
