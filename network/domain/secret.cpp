#include "network/domain/secret.h"

#include <QDebug>

#include <cstring>
#include <vector>

namespace latchkey {

namespace {

void wipeMemory(void *memory, size_t size)
{
    std::memset(memory, 0, size);
    asm volatile("" : : "r"(memory) : "memory"); // keeps the memset alive, on every compiler we know
}

} // namespace

struct Secret::Buffer
{
    explicit Buffer(QByteArrayView source) : bytes(source.begin(), source.end()) { }
    ~Buffer() { wipeMemory(bytes.data(), bytes.size()); }
    Buffer(const Buffer &) = delete;
    Buffer &operator=(const Buffer &) = delete;

    std::vector<char> bytes;
};

Secret::Secret(QByteArrayView bytes)
{
    if (!bytes.isEmpty())
        m_buffer = std::make_shared<const Buffer>(bytes);
}

Secret Secret::take(QByteArray &bytes)
{
    Secret secret{QByteArrayView(bytes)};
    wipe(bytes);
    return secret;
}

qsizetype Secret::size() const { return reveal().size(); }

QByteArrayView Secret::reveal() const
{
    return m_buffer ? QByteArrayView(m_buffer->bytes.data(), static_cast<qsizetype>(m_buffer->bytes.size()))
                    : QByteArrayView();
}

bool operator==(const Secret &a, const Secret &b)
{
    const QByteArrayView left = a.reveal();
    const QByteArrayView right = b.reveal();
    if (left.size() != right.size())
        return false;
    char difference = 0;
    for (qsizetype i = 0; i < left.size(); ++i)
        difference = static_cast<char>(difference | (left[i] ^ right[i]));
    return difference == 0;
}

QDebug operator<<(QDebug debug, const Secret &secret)
{
    QDebugStateSaver saver(debug);
    debug.nospace() << (secret.isEmpty() ? "Secret()" : "Secret(hidden)");
    return debug;
}

void wipe(QByteArray &bytes)
{
    if (bytes.isDetached())
        wipeMemory(bytes.data(), static_cast<size_t>(bytes.size()));
    bytes.clear();
}

} // namespace latchkey
