#include "network/sandbox/genesysusers.h"

#include "network/sandbox/genesyserrors.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <ranges>
#include <set>

namespace latchkey::sandbox::genesys {

using namespace Qt::StringLiterals;

namespace {

constexpr int PageDefault = 25;
constexpr int PageMax = 500;
constexpr auto Base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

Reply badParameter(const QString &name)
{
    return refuse(400, u"invalid.query.param.value"_s, u"Invalid value for the query parameter %1."_s.arg(name));
}

//! Which page of how many rows.
struct PageWish
{
    int size = PageDefault;
    int number = 1;

    [[nodiscard]] bool isPossible() const { return size >= 1 && size <= PageMax && number >= 1; }
    [[nodiscard]] qsizetype pagesOf(qsizetype rows) const { return (rows + size - 1) / size; }
};

QJsonArray rowsOf(const GenesysInventory &inventory, const std::vector<quint64> &numbers, const PageWish &wish)
{
    QJsonArray rows;
    const auto begin = std::size_t(wish.number - 1) * std::size_t(wish.size);
    for (std::size_t i = begin; i < std::min(numbers.size(), begin + std::size_t(wish.size)); ++i)
        rows.append(inventory.userObject(inventory.user(numbers[i])));
    return rows;
}

int numberOr(const std::string &digits, int ifAbsent) { return digits.empty() ? ifAbsent : text(digits).toInt(); }

//! {"type","fields","value"|"values","operator"}
bool fits(const QJsonObject &user, const QJsonObject &term)
{
    const QString type = term["type"_L1].toString();
    if (type == "MATCH_ALL"_L1)
        return true;
    QJsonArray values = term["values"_L1].toArray();
    if (term.contains("value"_L1))
        values.append(term["value"_L1]);
    const auto fitsValue = [&type](const QString &held, const QString &value) {
        if (type == "EXACT"_L1 || type == "TERM"_L1 || type == "TERMS"_L1)
            return held.compare(value, Qt::CaseInsensitive) == 0;
        return type == "STARTS_WITH"_L1 ? held.startsWith(value, Qt::CaseInsensitive)
                                        : held.contains(value, Qt::CaseInsensitive);
    };
    const QJsonArray fields = term["fields"_L1].toArray();
    return std::ranges::any_of(fields, [&](const QJsonValue &field) {
        const QString held = user[field.toString()].toString();
        return std::ranges::any_of(values, [&](const QJsonValue &value) { return fitsValue(held, value.toString()); });
    });
}

//! All terms; one with OR counts beside those before it.
bool fitsAll(const QJsonObject &user, const QJsonArray &query)
{
    bool whole = true;
    for (const QJsonValue &value : query) {
        const QJsonObject term = value.toObject();
        const QString joint = term["operator"_L1].toString();
        const bool one = fits(user, term);
        whole = joint == "OR"_L1 ? whole || one : joint == "NOT"_L1 ? whole && !one : whole && one;
    }
    return whole;
}

bool isKnownType(const QJsonValue &term)
{
    static constexpr std::array<std::string_view, 6> known = {"EXACT", "STARTS_WITH", "CONTAINS",
                                                              "TERM",  "TERMS",       "MATCH_ALL"};
    const std::string type = term["type"_L1].toString().toStdString();
    return std::ranges::find(known, std::string_view(type)) != known.end();
}

QString encoded(QJsonObject wish, int page)
{
    wish["pageNumber"_L1] = page;
    return QString::fromLatin1(QJsonDocument(wish).toJson(QJsonDocument::Compact).toBase64(Base64Url));
}

Reply search(const GenesysInventory &inventory, const QJsonObject &wish)
{
    const QJsonArray query = wish["query"_L1].toArray();
    const PageWish page{wish["pageSize"_L1].toInt(PageDefault), wish["pageNumber"_L1].toInt(1)};
    if (query.isEmpty() || !page.isPossible() || !std::ranges::all_of(query, isKnownType))
        return refuse(400, u"invalid.value"_s, u"The search is not valid."_s);
    std::vector<quint64> found;
    for (quint64 number = 0; number < inventory.users(); ++number) {
        if (inventory.stateOf(number) != "deleted" && fitsAll(inventory.userObject(inventory.user(number)), query))
            found.push_back(number);
    }
    const qsizetype pages = page.pagesOf(qsizetype(found.size()));
    QJsonObject answer = {{u"total"_s, qint64(found.size())},
                          {u"pageCount"_s, pages},
                          {u"pageSize"_s, page.size},
                          {u"pageNumber"_s, page.number},
                          {u"currentPage"_s, encoded(wish, page.number)},
                          {u"types"_s, QJsonArray{u"users"_s}},
                          {u"results"_s, rowsOf(inventory, found, page)}};
    if (page.number > 1)
        answer[u"previousPage"_s] = encoded(wish, page.number - 1);
    if (page.number < pages)
        answer[u"nextPage"_s] = encoded(wish, page.number + 1);
    return jsonReply(200, answer);
}

//! The path and query of another page of the same list.
QString uriOf(const PageWish &wish, qsizetype number, const std::string &state)
{
    const QString rest = state.empty() ? QString() : u"&state="_s + text(state);
    return u"/api/v2/users?pageSize=%1&pageNumber=%2%3"_s.arg(wish.size).arg(number).arg(rest);
}

} // namespace

Reply listUsers(const GenesysInventory &inventory, const Request &request)
{
    const FormFields query = formFields(request.query);
    const PageWish wish{numberOr(field(query, "pageSize"), PageDefault), numberOr(field(query, "pageNumber"), 1)};
    const std::string state = field(query, "state");
    const std::string order = field(query, "sortOrder");
    static const std::set<std::string> states = {"", "active", "inactive", "deleted", "any"};
    static const std::set<std::string> orders = {"", "ascending", "descending", "ASC", "DESC"};
    if (!wish.isPossible() || !states.contains(state) || !orders.contains(order))
        return badParameter(!states.contains(state) ? u"state"_s : !wish.isPossible() ? u"pageSize"_s : u"sortOrder"_s);

    std::set<std::string> ids;
    for (const auto &[name, value] : query) {
        if (name == "id")
            ids.insert(value);
    }
    const std::string_view wanted = state.empty() ? "active" : std::string_view(state);
    std::vector<quint64> numbers;
    for (quint64 number = 0; number < inventory.users(); ++number) {
        if ((wanted == "any" || inventory.stateOf(number) == wanted)
            && (ids.empty() || ids.contains(inventory.user(number).id)))
            numbers.push_back(number);
    }
    if (order == "descending" || order == "DESC")
        std::ranges::reverse(numbers);
    const qsizetype pages = wish.pagesOf(qsizetype(numbers.size()));
    QJsonObject answer = {{u"entities"_s, rowsOf(inventory, numbers, wish)},
                          {u"pageSize"_s, wish.size},
                          {u"pageNumber"_s, wish.number},
                          {u"total"_s, qint64(numbers.size())},
                          {u"pageCount"_s, pages},
                          {u"firstUri"_s, uriOf(wish, 1, state)},
                          {u"selfUri"_s, uriOf(wish, wish.number, state)},
                          {u"lastUri"_s, uriOf(wish, pages, state)}};
    if (wish.number > 1)
        answer[u"previousUri"_s] = uriOf(wish, wish.number - 1, state);
    if (wish.number < pages)
        answer[u"nextUri"_s] = uriOf(wish, wish.number + 1, state);
    return jsonReply(200, answer);
}

Reply searchUsers(const GenesysInventory &inventory, const Request &request)
{
    const QJsonDocument body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body));
    if (!body.isObject())
        return refuse(400, u"bad.request"_s, u"The request could not be understood by the server."_s);
    return search(inventory, body.object());
}

Reply searchUsersOn(const GenesysInventory &inventory, const Request &request)
{
    const std::string q64 = field(formFields(request.query), "q64");
    const QByteArray json = QByteArray::fromBase64(QByteArray::fromStdString(q64), Base64Url);
    const QJsonDocument wish = QJsonDocument::fromJson(json);
    return wish.isObject() ? search(inventory, wish.object()) : badParameter(u"q64"_s);
}

} // namespace latchkey::sandbox::genesys
