#include "network/sandbox/genesyserrors.h"

#include <QJsonArray>

namespace latchkey::sandbox::genesys {

using namespace Qt::StringLiterals;

Reply refuse(int status, const QString &code, const QString &message)
{
    return jsonReply(status,
                     {{u"message"_s, message},
                      {u"code"_s, code},
                      {u"status"_s, status},
                      {u"contextId"_s, u"3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15"_s},
                      {u"details"_s, QJsonArray()},
                      {u"errors"_s, QJsonArray()}});
}

Reply missingPermission(const QString &permission)
{
    QJsonObject parameters = {{u"permissions"_s, permission}};
    return jsonReply(403,
                     {{u"message"_s,
                       u"Unable to perform the requested action. You must have at least one of the following "
                       "permissions assigned: [%1]"_s.arg(permission)},
                      {u"code"_s, u"missing.any.permissions"_s},
                      {u"status"_s, 403},
                      {u"messageWithParams"_s,
                       u"Unable to perform the requested action. You must have at least one of the "
                       "following permissions assigned: {permissions}"_s},
                      {u"messageParams"_s, parameters},
                      {u"contextId"_s, u"3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15"_s},
                      {u"details"_s, QJsonArray()},
                      {u"errors"_s, QJsonArray()}});
}

Reply notFound() { return refuse(404, u"not.found"_s, u"The requested resource was not found."_s); }

Reply refuseGrant(int status, const QString &error, const QString &description)
{
    return jsonReply(status,
                     {{u"error"_s, error}, {u"error_description"_s, description}, {u"description"_s, description}});
}

Reply failure(int status)
{
    switch (status) {
    case 400:
        return refuse(400, u"bad.request"_s, u"The request could not be understood by the server."_s);
    case 401:
        return refuse(401, u"bad.credentials"_s, u"Invalid login credentials."_s);
    case 403:
        return refuse(403, u"not.authorized"_s, u"You are not authorized to perform the requested action."_s);
    case 404:
        return notFound();
    case 429:
        return refuse(429, u"too.many.requests"_s, u"Rate limit exceeded the maximum."_s);
    case 503:
        return refuse(503, u"service.unavailable"_s, u"Service Unavailable - The server is currently unavailable."_s);
    default:
        return refuse(status, status < 500 ? u"bad.request"_s : u"internal.server.error"_s,
                      u"The server encountered an unexpected condition."_s);
    }
}

} // namespace latchkey::sandbox::genesys
