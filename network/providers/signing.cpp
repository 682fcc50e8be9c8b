#include "network/providers/signing.h"

#include <string_view>

namespace latchkey {

namespace {

void appendEncoded(QByteArray &out, QByteArrayView text)
{
    constexpr std::string_view Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    constexpr char Digits[] = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (Plain.find(c) != std::string_view::npos)
            out += c;
        else if (c == ' ')
            out += '+';
        else
            out.append('%').append(Digits[byte >> 4]).append(Digits[byte & 15]);
    }
}

} // namespace

Secret encodedForm(const Form &form)
{
    qsizetype size = 0;
    for (const auto &[name, value] : form)
        size += 3 * (name.size() + value.size()) + 2;
    QByteArray bytes;
    bytes.reserve(size);
    for (const auto &[name, value] : form) {
        if (!bytes.isEmpty())
            bytes += '&';
        appendEncoded(bytes, name);
        bytes += '=';
        appendEncoded(bytes, value);
    }
    return Secret::take(bytes);
}

Secret basicAuthorization(const Secret &login, const Secret &password)
{
    QByteArray pair;
    pair.reserve(login.size() + password.size() + 1);
    pair.append(login.reveal()).append(':').append(password.reveal());
    QByteArray encoded = pair.toBase64();
    wipe(pair);
    QByteArray value;
    value.reserve(encoded.size() + 6);
    value.append("Basic ").append(encoded);
    wipe(encoded);
    return Secret::take(value);
}

Secret bearerAuthorization(const Secret &token)
{
    QByteArray value;
    value.reserve(token.size() + 7);
    value.append("Bearer ").append(token.reveal());
    return Secret::take(value);
}

} // namespace latchkey
