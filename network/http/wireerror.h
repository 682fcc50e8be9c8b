#pragma once

#include "network/domain/error.h"

#include <QList>
#include <QNetworkReply>
#include <QSslError>

namespace latchkey {

//! The error that an answer with this status is, where the call does not document it as success.
[[nodiscard]] Error errorOfStatus(int status);

//! The error of a connection that failed or broke. `connecting`: it never stood, so nothing can have gone out.
//! The message is ours: Qt's texts hold URLs and the server's words.
[[nodiscard]] Error errorOfConnection(QNetworkReply::NetworkError code, const QList<QSslError> &tlsErrors,
                                      bool connecting);

//! Whether Qt derived `code` from the status alone, so that the answer itself is whole.
[[nodiscard]] bool isFromStatus(QNetworkReply::NetworkError code, int status);

//! `kind` with one of our own sentences, of the context "Http".
[[nodiscard]] Error wireError(Error::Kind kind, Error::Sent sent, const char *message);

} // namespace latchkey
