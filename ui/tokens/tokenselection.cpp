#include "ui/tokens/tokenselection.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace latchkey {

namespace {

void setBit(TokenSelection::Bits &bits, quint32 number, bool isSet)
{
    const quint64 bit = quint64(1) << (number % 64);
    bits[number / 64] = isSet ? bits[number / 64] | bit : bits[number / 64] & ~bit;
}

template <typename Act>
void forEachBit(const TokenSelection::Bits &bits, Act act)
{
    for (size_t word = 0; word < bits.size(); ++word) {
        for (quint64 left = bits[word]; left; left &= left - 1)
            act(quint32(word * 64) + quint32(std::countr_zero(left)));
    }
}

} // namespace

TokenSelection::TokenSelection(TokenTableModel &model, QObject *parent) : QObject(parent), m_model(model)
{
    connect(&model, &TokenTableModel::advanced, this, &TokenSelection::followRows);
}

std::vector<quint32> TokenSelection::numbers() const
{
    std::vector<quint32> numbers;
    numbers.reserve(size_t(m_count));
    forEachBit(m_bits, [&numbers](quint32 number) { numbers.push_back(number); });
    return numbers;
}

std::vector<int> TokenSelection::rows() const
{
    std::vector<int> rows;
    rows.reserve(size_t(m_count));
    for (int row = 0; row < m_model.rowCount() && qint64(rows.size()) < m_count; ++row) {
        if (containsRow(row))
            rows.push_back(row);
    }
    return rows;
}

void TokenSelection::setRange(const Bits &base, int first, int last, bool isSelected)
{
    Bits bits = emptyBits();
    if (!base.empty()) {
        const Bits shown = shownBits();
        for (size_t word = 0; word < std::min(bits.size(), base.size()); ++word)
            bits[word] = base[word] & shown[word];
    }
    for (int row = std::max(0, first); row <= std::min(last, m_model.rowCount() - 1); ++row)
        setBit(bits, m_model.shownNumbers()[size_t(row)], isSelected);
    setBits(std::move(bits));
}

void TokenSelection::toggle(int row) { setRange(m_bits, row, row, !containsRow(row)); }

void TokenSelection::setNumbers(const std::vector<quint32> &numbers)
{
    const Bits shown = shownBits();
    Bits bits = emptyBits();
    for (const quint32 number : numbers) {
        if (number / 64 < shown.size() && (shown[number / 64] >> (number % 64) & 1))
            setBit(bits, number, true);
    }
    setBits(std::move(bits));
}

void TokenSelection::selectAll() { setBits(shownBits()); }

void TokenSelection::invert()
{
    Bits bits = shownBits();
    for (size_t word = 0; word < std::min(bits.size(), m_bits.size()); ++word)
        bits[word] &= ~m_bits[word];
    setBits(std::move(bits));
}

void TokenSelection::clear() { setBits(emptyBits()); }

void TokenSelection::setBits(Bits bits)
{
    qint64 count = 0;
    for (const quint64 word : bits)
        count += std::popcount(word);
    m_bits.resize(bits.size());
    if (bits == m_bits && count == m_count)
        return;
    m_bits = std::move(bits);
    m_count = count;
    Q_EMIT changed();
}

TokenSelection::Bits TokenSelection::emptyBits() const { return Bits((m_model.snapshot().numberEnd() + 63) / 64, 0); }

TokenSelection::Bits TokenSelection::shownBits() const
{
    Bits bits = emptyBits();
    for (const quint32 number : m_model.shownNumbers())
        setBit(bits, number, true);
    return bits;
}

void TokenSelection::followRows(const TokenSnapshot &before)
{
    if (m_count == 0)
        return;
    const TokenSnapshot &now = m_model.snapshot();
    const Bits shown = shownBits();
    Bits bits = emptyBits();
    forEachBit(m_bits, [&](quint32 number) {
        std::optional<quint32> at = number;
        if (!now.contains(number)) {
            const InventoryRow row = before.row(number);
            at = now.find(row.account().id, {row.id()});
        }
        if (at && (shown[*at / 64] >> (*at % 64) & 1))
            setBit(bits, *at, true);
    });
    setBits(std::move(bits));
}

} // namespace latchkey
