#include "tests/providers/print.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace latchkey::test {

namespace {

QString quoted(const QString &text) { return u'"' + text + u'"'; }

QString orDash(const QString &text) { return text.isEmpty() ? u"-"_s : text; }

QString shown(const Named &named)
{
    return orDash(named.id) + (named.name.isEmpty() ? QString() : u" "_s + quoted(named.name));
}

QString shown(const std::optional<QStringList> &list, const QString &whenEmpty)
{
    if (!list)
        return u"-"_s;
    return list->isEmpty() ? whenEmpty : list->join(u' ');
}

QString shown(Moment moment) { return orDash(moment.toIso()); }

QString text(std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); }

std::optional<QStringList> texts(const std::optional<std::span<const std::string_view>> &views)
{
    if (!views)
        return {};
    QStringList list;
    for (const std::string_view view : *views)
        list += text(view);
    return list;
}

} // namespace

QStringList printed(const Error &error)
{
    QString line = u"error "_s + errorKindName(error.kind);
    if (error.httpStatus)
        line += u' ' + QString::number(error.httpStatus);
    line += error.sent == Error::Sent::No  ? u", not sent"_s
        : error.sent == Error::Sent::Maybe ? u", maybe sent"_s
                                           : u", answered"_s;
    if (error.retryAfter)
        line += u", retry after %1 s"_s.arg(error.retryAfter->count());
    if (!error.code.isEmpty())
        line += u", code "_s + error.code;
    QStringList lines{line};
    if (!error.message.isEmpty())
        lines += u"  says "_s + quoted(error.message);
    return lines;
}

QStringList printed(const Identity &identity)
{
    QStringList lines{u"tenant "_s + shown(identity.tenant), u"principal "_s + shown(identity.principal)};
    lines += u"email %1, role %2"_s.arg(orDash(identity.email), orDash(identity.role));
    lines += u"scopes "_s + orDash(identity.scopes.join(u' '));
    lines += u"own token "_s + (identity.ownToken ? identity.ownToken->value : u"-"_s);
    lines += u"own person %1, own client %2"_s.arg(identity.ownPerson ? identity.ownPerson->value : u"-"_s,
                                                   identity.ownClient ? identity.ownClient->value : u"-"_s);
    return lines;
}

QStringList printed(const Token &token)
{
    QString head = u"token "_s + token.id.value;
    head += token.name ? u' ' + quoted(*token.name) : u" -"_s;
    head += u", kind %1, state %2"_s.arg(orDash(tokenKindName(token.kind)), orDash(tokenStateName(token.state)));
    if (token.isOwn)
        head += u", own"_s;
    if (!token.isActionable)
        head += u", not actionable"_s;
    QString reach = u"  owner %1, client %2"_s.arg(token.owner ? shown(*token.owner) : u"-"_s,
                                                   token.client ? shown(*token.client) : u"-"_s);
    reach += u", scopes %1, resources %2"_s.arg(shown(token.scopes, u"none"_s), shown(token.resources, u"all"_s));
    QString life = u"  created %1, used %2"_s.arg(shown(token.created), shown(token.lastUsed));
    life += u" from %1, expires %2"_s.arg(token.lastIp.value_or(u"-"_s), shown(token.expires));
    return {head, reach, life};
}

QStringList printed(const TokenRow &row)
{
    Token token;
    token.id = {text(row.id)};
    if (row.name.data())
        token.name = text(row.name);
    token.kind = row.kind;
    token.state = row.state;
    if (row.ownerId.data())
        token.owner = Named{text(row.ownerId), text(row.ownerName)};
    if (row.clientId.data())
        token.client = Named{text(row.clientId), text(row.clientName)};
    token.scopes = texts(row.scopes);
    token.resources = texts(row.resources);
    token.created = row.created;
    token.lastUsed = row.lastUsed;
    token.expires = row.expires;
    if (row.lastIp.data())
        token.lastIp = text(row.lastIp);
    token.isActionable = row.isActionable;
    return printed(token);
}

QStringList printed(const TokenDetail &detail)
{
    const QString answer = QString::fromUtf8(QJsonDocument(detail.answer).toJson(QJsonDocument::Compact));
    return printed(detail.token) + QStringList{u"  answer "_s + answer};
}

QStringList printed(const Completeness &completeness)
{
    QString line = completeness.complete ? u"complete"_s : u"incomplete"_s;
    line += u", %1 rows"_s.arg(completeness.rows);
    if (completeness.expected)
        line += u" of %1"_s.arg(*completeness.expected);
    QStringList lines{line};
    if (completeness.reason)
        lines += printed(*completeness.reason);
    return lines;
}

QStringList printed(const CreatedToken &created)
{
    QStringList lines = printed(created.token);
    lines += u"  value "_s + QString::fromUtf8(created.value.reveal().toByteArray()); // an invented one
    if (!created.refreshValue.isEmpty())
        lines += u"  refresh value "_s + QString::fromUtf8(created.refreshValue.reveal().toByteArray());
    return lines;
}

QStringList printed(const RevokeAnswer &answer)
{
    QString line = u"accepted, %1"_s.arg(answer.httpStatus);
    if (answer.count)
        line += u", %1 went"_s.arg(*answer.count);
    if (!answer.requestId.isEmpty())
        line += u", request "_s + answer.requestId;
    return {line};
}

QStringList printed(Presence presence)
{
    switch (presence) {
    case Presence::Unclear:
        return {u"unclear"_s};
    case Presence::Present:
        return {u"present"_s};
    case Presence::Absent:
        return {u"absent"_s};
    }
    return {};
}

QStringList printed(const Secret &value)
{
    return {u"value "_s + QString::fromUtf8(value.reveal().toByteArray())}; // an invented one
}

QStringList printed(const Credential &kept)
{
    QStringList lines;
    for (const auto &[key, value] : kept.parts)
        lines += u"keeps "_s + key + u' ' + QString::fromUtf8(value.reveal().toByteArray());
    return lines;
}

QStringList printed(const IdleTimeout &timeout)
{
    return {u"idle timeout %1, %2 s"_s.arg(timeout.isEnabled ? u"on"_s : u"off"_s).arg(timeout.seconds)};
}

QStringList printed(const QHash<TokenId, Presence> &looks)
{
    QStringList lines;
    for (auto look = looks.begin(); look != looks.end(); ++look) {
        lines += look.key().value + u' ' + printed(look.value()).constFirst();
    }
    lines.sort();
    return lines;
}

QStringList printed(const QList<Person> &people)
{
    QStringList lines;
    for (const Person &person : people)
        lines += u"person %1 %2, email %3, role %4, state %5"_s.arg(
            person.id.value, quoted(person.name), orDash(person.email), orDash(person.role), orDash(person.state));
    return lines;
}

QStringList printed(const QList<Client> &clients)
{
    QStringList lines;
    for (const Client &client : clients)
        lines += u"client %1 %2, kind %3, state %4"_s.arg(client.id.value, quoted(client.name), orDash(client.kind),
                                                          orDash(client.state));
    return lines;
}

QStringList printed(const QList<Named> &names)
{
    QStringList lines;
    for (const Named &named : names)
        lines += shown(named);
    return lines;
}

} // namespace latchkey::test
