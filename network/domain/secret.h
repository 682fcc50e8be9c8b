#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

class QDebug;

namespace latchkey {

//! Bytes that are wiped when the last copy goes. No conversion to text, prints as "Secret(hidden)", compares in
//! constant time. Copies share one buffer. Best effort: what Qt or the system copied on the way cannot be wiped.
class Secret
{
public:
    Secret() = default; //!< empty
    explicit Secret(QByteArrayView bytes);

    //! Moves the bytes out of `bytes` and wipes what it leaves, where nobody else shares it.
    [[nodiscard]] static Secret take(QByteArray &bytes);

    [[nodiscard]] bool isEmpty() const { return !m_buffer; }
    [[nodiscard]] qsizetype size() const;
    //! Only where a header or body is written, a keychain entry filled, or a person asked to see it.
    [[nodiscard]] QByteArrayView reveal() const;

    friend bool operator==(const Secret &a, const Secret &b);

private:
    struct Buffer;
    std::shared_ptr<const Buffer> m_buffer;
};

QDebug operator<<(QDebug debug, const Secret &secret);

//! Overwrites the bytes of an array that nobody shares, in a way that the compiler may not drop; then clears it.
void wipe(QByteArray &bytes);

} // namespace latchkey
