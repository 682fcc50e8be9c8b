#pragma once

#include "network/async/answer.h"

#include <QDBusConnection>
#include <QObject>

namespace latchkey {

//! Hears the end of one prompt of the Secret Service: the person agreed, or declined (KeychainLocked).
class PromptListener : public QObject
{
    Q_OBJECT
public:
    //! `path`: the prompt's object. Make it before the prompt is shown.
    explicit PromptListener(const QString &path)
    {
        QDBusConnection::sessionBus().connect(QStringLiteral("org.freedesktop.secrets"), path,
                                              QStringLiteral("org.freedesktop.Secret.Prompt"),
                                              QStringLiteral("Completed"), this, SLOT(completed(bool)));
    }
    [[nodiscard]] QFuture<Result<void>> answer() const { return m_answer.future(); }

private Q_SLOTS:
    void completed(bool dismissed)
    {
        m_answer.deliver(dismissed ? failure(Error::Kind::KeychainLocked) : Result<void>());
    }

private:
    Answer<void> m_answer;
};

} // namespace latchkey
