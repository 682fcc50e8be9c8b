#include "network/http/wireerror.h"

#include <QCoreApplication>

namespace latchkey {

using Kind = Error::Kind;
using Sent = Error::Sent;

namespace {

Kind kindOfStatus(int status)
{
    switch (status) {
    case 400:
    case 409:
    case 422:
        return Kind::Rejected;
    case 401:
        return Kind::Unauthorized;
    case 403:
        return Kind::Forbidden;
    case 404:
    case 410:
        return Kind::NotFound;
    case 407:
        return Kind::ProxyLogin;
    case 429:
        return Kind::RateLimited;
    case 304: // points nowhere
        return Kind::Unexpected;
    default:
        return status >= 300 && status < 400 ? Kind::Redirected : Kind::Unexpected;
    }
}

const char *sentenceOf(QSslError::SslError cause)
{
    switch (cause) {
    case QSslError::HostNameMismatch:
        return QT_TRANSLATE_NOOP("Http", "The server's certificate is for another host.");
    case QSslError::CertificateExpired:
        return QT_TRANSLATE_NOOP("Http", "The server's certificate has expired.");
    case QSslError::CertificateNotYetValid:
        return QT_TRANSLATE_NOOP("Http", "The server's certificate is not valid yet. Check this computer's clock.");
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
        return QT_TRANSLATE_NOOP("Http", "The server's certificate is signed by itself.");
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return QT_TRANSLATE_NOOP("Http",
                                 "The server's certificate comes from an authority that this computer does "
                                 "not trust.");
    case QSslError::CertificateRevoked:
        return QT_TRANSLATE_NOOP("Http", "The server's certificate was revoked.");
    default:
        return QT_TRANSLATE_NOOP("Http", "The server's certificate was refused.");
    }
}

//! Of several complaints the one that names the cause: an unknown authority also leaves its certificate unverified.
const char *sentenceOf(const QList<QSslError> &errors)
{
    for (const QSslError::SslError cause : {QSslError::CertificateExpired, QSslError::CertificateNotYetValid,
                                            QSslError::HostNameMismatch, QSslError::SelfSignedCertificate}) {
        for (const QSslError &error : errors) {
            if (error.error() == cause)
                return sentenceOf(cause);
        }
    }
    return errors.isEmpty() ? QT_TRANSLATE_NOOP("Http", "No secure connection could be agreed on.")
                            : sentenceOf(errors.first().error());
}

} // namespace

Error wireError(Kind kind, Sent sent, const char *message)
{
    Error error;
    error.kind = kind;
    error.sent = sent;
    error.message = QCoreApplication::translate("Http", message);
    return error;
}

Error errorOfStatus(int status)
{
    Error error;
    error.kind = kindOfStatus(status);
    error.sent = Sent::Answered;
    error.httpStatus = status;
    return error;
}

Error errorOfConnection(QNetworkReply::NetworkError code, const QList<QSslError> &tlsErrors, bool connecting)
{
    const Sent sent = connecting ? Sent::No : Sent::Maybe;
    switch (code) {
    case QNetworkReply::HostNotFoundError:
        return wireError(Kind::Unreachable, Sent::No, QT_TRANSLATE_NOOP("Http", "The host name was not found."));
    case QNetworkReply::ConnectionRefusedError:
        return wireError(Kind::Unreachable, Sent::No, QT_TRANSLATE_NOOP("Http", "The connection was refused."));
    case QNetworkReply::SslHandshakeFailedError:
        return wireError(Kind::Untrusted, sent, sentenceOf(tlsErrors));
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return wireError(Kind::ProxyLogin, sent, QT_TRANSLATE_NOOP("Http", "The proxy wants a login."));
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
        return wireError(Kind::Unreachable, sent, QT_TRANSLATE_NOOP("Http", "The proxy did not connect us."));
    case QNetworkReply::UnknownContentError: // not compressed as it says, or a bomb
        return wireError(Kind::Malformed, Sent::Maybe, QT_TRANSLATE_NOOP("Http", "The answer could not be unpacked."));
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
        return wireError(Kind::Malformed, Sent::Maybe, QT_TRANSLATE_NOOP("Http", "The answer is not proper HTTP."));
    default:
        return connecting ? wireError(Kind::Unreachable, sent, QT_TRANSLATE_NOOP("Http", "No connection came about."))
                          : wireError(Kind::Unreachable, sent, QT_TRANSLATE_NOOP("Http", "The connection broke."));
    }
}

bool isFromStatus(QNetworkReply::NetworkError code, int status)
{
    if (status < 400)
        return false;
    if (status == 407 && code == QNetworkReply::ProxyAuthenticationRequiredError)
        return true;
    return code >= QNetworkReply::ContentAccessDenied && code != QNetworkReply::ContentReSendError
        && code != QNetworkReply::ProtocolFailure;
}

} // namespace latchkey
