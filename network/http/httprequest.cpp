#include "network/http/httprequest.h"

#include <QUrl>

namespace latchkey {

QByteArray encodedSegment(const QString &text) { return QUrl::toPercentEncoding(text); }

HttpRequest HttpRequest::at(Method method, const QByteArray &pathTemplate, const QStringList &segments)
{
    HttpRequest request;
    request.method = method;
    request.pathTemplate = pathTemplate;

    QByteArray path;
    qsizetype from = 0;
    for (const QString &segment : segments) {
        const qsizetype open = pathTemplate.indexOf('{', from);
        const qsizetype close = pathTemplate.indexOf('}', open);
        const bool isStep = segment == QLatin1String(".") || segment == QLatin1String("..");
        if (open < 0 || close < 0 || segment.isEmpty() || isStep || !segment.isValidUtf16())
            return request;
        path += pathTemplate.mid(from, open - from) + encodedSegment(segment);
        from = close + 1;
    }
    path += pathTemplate.mid(from);
    if (!path.contains('{')) // otherwise a name was left without a segment
        request.path = path;
    return request;
}

QByteArray methodName(HttpRequest::Method method)
{
    switch (method) {
    case HttpRequest::Method::Get:
        return QByteArrayLiteral("GET");
    case HttpRequest::Method::Head:
        return QByteArrayLiteral("HEAD");
    case HttpRequest::Method::Post:
        return QByteArrayLiteral("POST");
    case HttpRequest::Method::Put:
        return QByteArrayLiteral("PUT");
    case HttpRequest::Method::Delete:
        break;
    }
    return QByteArrayLiteral("DELETE");
}

} // namespace latchkey
