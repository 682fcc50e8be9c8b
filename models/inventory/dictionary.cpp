#include "models/inventory/dictionary.h"

#include <cstring>

namespace latchkey {

namespace {

constexpr size_t TextBlockBytes = 16 * 1024;

} // namespace

Dictionary::Dictionary()
{
    m_view.m_blocks.push_back(std::make_shared<Entry[]>(BlockEntries));
    m_view.m_size = 1;
}

quint32 Dictionary::number(std::string_view text)
{
    if (!text.data())
        return 0;
    const size_t hash = m_numbers.hashOf(text);
    const quint32 known = m_numbers.find(hash, [this, text](quint32 number) { return m_view[number].text == text; });
    return known != IndexTable::None ? known : append(text, hash);
}

quint32 Dictionary::append(std::string_view text, size_t hash)
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
    if (m_numbers.insert(hash, number)) {
        m_numbers.clear(m_view.m_size);
        for (quint32 known = 1; known < m_view.m_size; ++known)
            m_numbers.insert(m_numbers.hashOf(m_view[known].text), known);
    }
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
