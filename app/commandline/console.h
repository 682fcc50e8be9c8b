#pragma once

#include "network/domain/credential.h"
#include "network/domain/error.h"

#include <QByteArray>
#include <QString>

namespace latchkey {

//! The terminal, or what stands in for it: results on standard output, everything else on standard error.
class Console
{
public:
    Console();

    //! One line to standard output, as it is; buffered until flush() or the end.
    void out(QByteArrayView line);
    void flush();
    //! Something could not be written to standard output: a full disk, not a reader that went away.
    [[nodiscard]] bool hasLost() const { return m_writeError != 0; }
    //! In the system's words.
    [[nodiscard]] QString why() const;
    //! One line to standard error; terminal escapes and controls in `text` are made visible.
    void note(const QString &text);
    //! The same, but only where standard error is a terminal; the next one overwrites it.
    void progress(const QString &text);

    //! Both ends are a terminal: a question can be asked.
    [[nodiscard]] bool canAsk() const { return m_canAsk; }
    //! A line typed on the terminal; empty at its end.
    [[nodiscard]] QString ask(const QString &question);

    //! The same without an echo. InvalidInput where nothing was typed though `required`, or a control character was.
    [[nodiscard]] Result<Secret> askSecret(const QString &question, bool required);

    //! Everything on standard input: one JSON object of credential parts, or a bare line, which is "secret". Header
    //! parts and passwords are checked. Error: InvalidInput, never with a value in it.
    [[nodiscard]] static Result<Credential> readSecrets();

    ~Console();

private:
    void clearProgress();

    QByteArray m_buffer;
    int m_writeError = 0; //!< errno
    bool m_canAsk = false;
    bool m_showsProgress = false;
    bool m_progressOnScreen = false;
};

//! The credential in what was typed or piped in, which is wiped. See Console::readSecrets().
[[nodiscard]] Result<Credential> parseSecrets(QByteArray &input);

} // namespace latchkey
