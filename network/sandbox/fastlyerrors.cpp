#include "network/sandbox/fastlyerrors.h"

#include <QJsonArray>

namespace latchkey::sandbox::fastly {

using namespace Qt::StringLiterals;

Reply refuse(int status, const QString &msg, const QString &detail)
{
    QJsonObject error = {{u"msg"_s, msg}};
    if (!detail.isEmpty())
        error[u"detail"_s] = detail;
    return jsonReply(status, error);
}

Reply noToken(std::string_view id)
{
    const QString shown = QString::fromUtf8(id.data(), qsizetype(id.size()));
    return refuse(404, u"Record not found"_s, u"Cannot find token '%1'"_s.arg(shown));
}

Reply forbidden() { return refuse(403, u"You are not authorized to perform this action"_s); }

Reply sudoMissing() { return refuse(403, u"You must POST /sudo to access this endpoint"_s); }

Reply grantError(const QString &code) { return jsonReply(400, {{u"code"_s, code}}); }

Reply problem(int status, const QString &title, const QString &detail)
{
    const QJsonObject object = {
        {u"title"_s, title}, {u"status"_s, status}, {u"detail"_s, detail}, {u"errors"_s, QJsonArray()}};
    Reply reply = jsonReply(status, object);
    reply.contentType = "application/problem+json";
    return reply;
}

Reply failure(int status)
{
    switch (status) {
    case 401:
        return refuse(401, u"Unauthorized"_s);
    case 403:
        return forbidden();
    case 404:
        return refuse(404, u"Record not found"_s);
    case 429:
        return refuse(429, u"Too many requests"_s);
    default:
        return refuse(status, status < 500 ? u"Bad request"_s : u"Internal Server Error"_s);
    }
}

} // namespace latchkey::sandbox::fastly
