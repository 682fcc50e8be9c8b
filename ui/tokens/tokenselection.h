#pragma once

#include "models/inventory/tokentablemodel.h"

#include <QObject>

#include <vector>

namespace latchkey {

//! Which of the shown tokens are selected: a bit for each row number of the snapshot, so that a million rows select in
//! a moment. Survives sorting and refreshing. What the filter hides is no longer selected: nothing that a person cannot
//! see is ever revoked.
class TokenSelection : public QObject
{
    Q_OBJECT

public:
    //! One bit for each row number.
    using Bits = std::vector<quint64>;

    //! `model` must outlive this.
    explicit TokenSelection(TokenTableModel &model, QObject *parent = nullptr);

    [[nodiscard]] bool contains(quint32 number) const
    {
        return number / 64 < m_bits.size() && (m_bits[number / 64] >> (number % 64) & 1);
    }
    [[nodiscard]] bool containsRow(int row) const { return contains(m_model.shownNumbers()[size_t(row)]); }
    [[nodiscard]] qint64 count() const { return m_count; }
    [[nodiscard]] const Bits &bits() const { return m_bits; }
    //! Ascending, in the model's snapshot.
    [[nodiscard]] std::vector<quint32> numbers() const;
    //! Rows of the model, from the top.
    [[nodiscard]] std::vector<int> rows() const;

    //! What of `base` is shown, with the rows from `first` to `last` selected or not: a click, a drag and a range are
    //! all this.
    void setRange(const Bits &base, int first, int last, bool isSelected = true);
    void toggle(int row);
    //! Those of `numbers` that are shown, and no others.
    void setNumbers(const std::vector<quint32> &numbers);
    void selectAll();
    void invert();
    void clear();

Q_SIGNALS:
    void changed();

private:
    void setBits(Bits bits);
    [[nodiscard]] Bits emptyBits() const;
    [[nodiscard]] Bits shownBits() const;
    //! The rows of before in the model's newer snapshot, as far as they are shown.
    void followRows(const TokenSnapshot &before);

    TokenTableModel &m_model;
    Bits m_bits;
    qint64 m_count = 0;
};

} // namespace latchkey
