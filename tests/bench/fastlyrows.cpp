#include "fastlyrows.h"

#include <QDateTime>

#include <array>
#include <vector>

namespace latchkey::bench {

namespace {

constexpr qint64 Begin = 1'577'836'800; // 2020-01-01
constexpr qint64 Day = 86'400;

//! The well-mixed number `i` of a sequence (splitmix64).
quint64 mixed(quint64 i)
{
    i += 0x9e3779b97f4a7c15;
    i = (i ^ (i >> 30)) * 0xbf58476d1ce4e5b9;
    i = (i ^ (i >> 27)) * 0x94d049bb133111eb;
    return i ^ (i >> 31);
}

//! As Fastly's ids look: 22 letters and digits.
std::string idOf(quint64 seed)
{
    constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string id(22, '0');
    quint64 left = mixed(seed);
    for (size_t i = 0; i < id.size(); ++i) {
        id[i] = digits[left % digits.size()];
        left = i % 10 == 9 ? mixed(left + seed) : left / digits.size();
    }
    return id;
}

QByteArray timeText(qint64 ms)
{
    if (ms == 0)
        return "null";
    return '"' + QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate).toLatin1() + '"';
}

QByteArray quoted(const std::string &text) { return '"' + QByteArray::fromStdString(text) + '"'; }

} // namespace

FastlyRow::FastlyRow(qint64 i)
{
    constexpr std::array purposes{"deploy", "ci", "purge", "terraform", "backup", "metrics", "Cache warmer", "Grafana"};
    constexpr std::array places{"prod", "staging", "dev", "eu-west", "us-east", "shop", "web"};
    constexpr std::array scopes{"global",    "global:read",           "purge_select",
                                "purge_all", "purge_all global:read", "purge_select purge_all"};
    const quint64 random = mixed(quint64(i));
    const auto pick = [&random](const auto &from, int shift) { return from[(random >> shift) % from.size()]; };
    id = idOf(quint64(i) * 2 + 1);
    userId = idOf((random >> 8) % 2000 * 2);
    const char *place = random % 50 == 0 ? "Zürich" : pick(places, 12);
    name = std::string(pick(purposes, 0)) + "-" + place + "-" + std::to_string(random % 100'000);
    scope = pick(scopes, 20);
    serviceId = idOf((random >> 16) % 12 * 2);
    ip = "198.51." + std::to_string(100 + (random >> 24) % 2) + "." + std::to_string((random >> 28) % 250);
    createdMs = (Begin + qint64((random >> 5) % (5 * 365 * quint64(Day)))) * 1000;
    const auto usedAfter = qint64((random >> 9) % 400) * Day * 1000;
    lastUsedMs = random % 10 == 0 ? 0 : createdMs + usedAfter;
    expiresMs = random % 2 == 0 ? 0 : createdMs + qint64(1 + (random >> 13) % 900) * Day * 1000;
}

QByteArray FastlyRow::json() const
{
    const QByteArray scopeText = QByteArray::fromStdString(scope);
    return R"({"id":)" + quoted(id) + R"(,"user_id":)" + quoted(userId)
        + R"(,"customer_id":"x4xCwxxJxGCx123Rx5xTx1","name":)" + quoted(name) + R"(,"scope":")" + scopeText
        + R"(","scopes":[")" + QByteArray(scopeText).replace(' ', "\",\"") + R"("],"services":[)" + quoted(serviceId)
        + R"(],"service_id":)" + quoted(serviceId) + R"(,"created_at":)" + timeText(createdMs) + R"(,"expires_at":)"
        + timeText(expiresMs) + R"(,"last_used_at":)" + timeText(lastUsedMs) + R"(,"ip":)" + quoted(ip)
        + R"(,"user_agent":"FastlyGo/9.3.1 +github.com/fastly/go-fastly",
           "sudo_expires_at" : null
})";
}

void FastlyRow::pourInto(TokenSink &sink) const
{
    std::vector<std::string_view> scopes;
    for (size_t at = 0; at <= scope.size();) {
        const size_t end = std::min(scope.find(' ', at), scope.size());
        scopes.emplace_back(scope.data() + at, end - at);
        at = end + 1;
    }
    const std::array<std::string_view, 1> services{serviceId};
    TokenRow row;
    row.id = id;
    row.name = name;
    row.kind = TokenKind::User;
    row.state = TokenState::Active;
    row.ownerId = userId;
    row.scopes = scopes;
    row.resources = services;
    row.created = Moment::at(createdMs);
    row.lastUsed = lastUsedMs ? Moment::at(lastUsedMs) : Moment::never();
    row.expires = expiresMs ? Moment::at(expiresMs) : Moment::never();
    row.lastIp = ip;
    sink.add(row);
}

QByteArray fastlyList(qint64 rows)
{
    QByteArray list = "[";
    list.reserve(rows * 520);
    for (qint64 i = 0; i < rows; ++i)
        list += (i ? "," : "") + FastlyRow(i).json();
    return list + ']';
}

Checksum checksumOf(qint64 rows)
{
    Checksum sum;
    for (qint64 i = 0; i < rows; ++i) {
        const FastlyRow row(i);
        ++sum.rows;
        sum.nameBytes += qint64(row.name.size());
        sum.createdSeconds += row.createdMs / 1000;
        sum.neverUsed += row.lastUsedMs == 0;
    }
    return sum;
}

} // namespace latchkey::bench
