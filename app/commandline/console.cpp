#include "app/commandline/console.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace latchkey {

namespace {

constexpr qsizetype BufferLimit = 64 * 1024;
constexpr qsizetype InputLimit = 64 * 1024;

//! Parts that may hold spaces or letters beyond ASCII; all others go into headers as they are.
bool isPassword(const QString &key)
{
    return key == QLatin1String("password") || key == QLatin1String("login") || key == QLatin1String("username");
}

tl::unexpected<Error> badInput(const char *sentence)
{
    return failure(Error::Kind::InvalidInput, QCoreApplication::translate("Console", sentence));
}

Result<Credential> fromObject(const QJsonObject &object)
{
    Credential credential;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->isString())
            return badInput(
                QT_TRANSLATE_NOOP("Console", "Every value of the JSON object on standard input must be text."));
        QByteArray value = it->toString().toUtf8();
        auto checked = checkedSecret(value, isPassword(it.key()) ? SecretShape::Password : SecretShape::Header);
        wipe(value);
        if (!checked)
            return failure(checked.error());
        credential.parts[it.key()] = *checked;
    }
    if (credential.isEmpty())
        return badInput(QT_TRANSLATE_NOOP("Console", "The JSON object on standard input is empty."));
    return credential;
}

} // namespace

Result<Credential> parseSecrets(QByteArray &input)
{
    const QByteArrayView trimmed = QByteArrayView(input).trimmed();
    if (trimmed.isEmpty())
        return badInput(QT_TRANSLATE_NOOP("Console", "Standard input is empty. Pipe the secret into it."));
    if (trimmed.startsWith('{')) {
        QJsonParseError parsed;
        const QJsonDocument document =
            QJsonDocument::fromJson(QByteArray::fromRawData(trimmed.data(), trimmed.size()), &parsed);
        wipe(input);
        if (parsed.error != QJsonParseError::NoError)
            return badInput(QT_TRANSLATE_NOOP("Console", "Standard input begins like JSON, but is not a JSON object."));
        return fromObject(document.object());
    }
    auto secret = checkedSecret(trimmed);
    wipe(input);
    if (!secret)
        return failure(secret.error());
    Credential credential;
    credential.parts[QStringLiteral("secret")] = *secret;
    return credential;
}

Console::Console() : m_canAsk(isatty(STDIN_FILENO) && isatty(STDERR_FILENO)), m_showsProgress(isatty(STDERR_FILENO)) { }

Console::~Console()
{
    clearProgress();
    flush();
}

void Console::out(QByteArrayView line)
{
    m_buffer += line;
    m_buffer += '\n';
    if (m_buffer.size() >= BufferLimit)
        flush();
}

void Console::flush()
{
    errno = 0;
    const auto size = static_cast<size_t>(m_buffer.size());
    const bool isWritten = std::fwrite(m_buffer.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0;
    if (!isWritten && errno != EPIPE) // "| head" has what it wanted
        m_writeError = errno;
    m_buffer.clear();
}

QString Console::why() const { return qt_error_string(m_writeError); }

void Console::note(const QString &text)
{
    clearProgress();
    flush();
    const QByteArray line = cleanedText(text, 4000).toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
}

void Console::progress(const QString &text)
{
    if (!m_showsProgress)
        return;
    const QByteArray line = "\r\x1b[K" + cleanedText(text, 78).toUtf8();
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
    m_progressOnScreen = true;
}

void Console::clearProgress()
{
    if (m_progressOnScreen)
        std::fputs("\r\x1b[K", stderr);
    m_progressOnScreen = false;
}

QString Console::ask(const QString &question)
{
    clearProgress();
    flush();
    const QByteArray line = cleanedText(question, 4000).toUtf8() + ' ';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
    std::string typed;
    std::getline(std::cin, typed);
    return QString::fromStdString(typed).trimmed();
}

Result<Secret> Console::askSecret(const QString &question, bool required)
{
    termios shown = {};
    tcgetattr(STDIN_FILENO, &shown);
    termios hidden = shown;
    hidden.c_lflag &= ~tcflag_t(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    QByteArray typed = ask(question).toUtf8();
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    std::fputc('\n', stderr);
    if (typed.isEmpty() && !required)
        return Secret();
    const Result<Secret> secret = checkedSecret(typed, SecretShape::Password);
    wipe(typed);
    return secret;
}

Result<Credential> Console::readSecrets()
{
    QByteArray input(InputLimit + 1, '\0');
    const size_t length = std::fread(input.data(), 1, static_cast<size_t>(input.size()), stdin);
    if (length > size_t(InputLimit)) {
        wipe(input);
        return badInput(QT_TRANSLATE_NOOP("Console", "Standard input is longer than a secret can be."));
    }
    input.truncate(static_cast<qsizetype>(length));
    return parseSecrets(input);
}

} // namespace latchkey
