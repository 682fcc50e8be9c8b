#include "ui/dialogs/clipboardguard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

namespace latchkey {

ClipboardGuard::ClipboardGuard(std::chrono::milliseconds keep, QObject *parent) : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(keep);
    connect(&m_timer, &QTimer::timeout, this, &ClipboardGuard::clear);
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, [this] {
        const int left = int(std::chrono::round<std::chrono::seconds>(m_timer.remainingTimeAsDuration()).count());
        if (left > 0)
            Q_EMIT secondsLeft(left);
    });
}

std::chrono::seconds ClipboardGuard::keepsFor() const
{
    return std::chrono::round<std::chrono::seconds>(m_timer.intervalAsDuration());
}

ClipboardGuard::~ClipboardGuard()
{
    blockSignals(true);
    clear();
}

void ClipboardGuard::copy(const Secret &value)
{
    auto *content = new QMimeData;
    content->setText(QString::fromUtf8(value.reveal()));
    // KDE's and other clipboard managers then keep it out of their history.
    content->setData(QStringLiteral("x-kde-passwordManagerHint"), QByteArrayLiteral("secret"));
    QGuiApplication::clipboard()->setMimeData(content, QClipboard::Clipboard);
    m_value = value;
    m_timer.start();
    m_tick.start();
}

void ClipboardGuard::clear()
{
    m_timer.stop();
    m_tick.stop();
    if (m_value.isEmpty())
        return;
    // By its text, not by its owner: a clipboard manager may have taken it over.
    QByteArray there = QGuiApplication::clipboard()->text(QClipboard::Clipboard).toUtf8();
    const bool isOurs = Secret::take(there) == m_value;
    m_value = Secret();
    if (isOurs)
        QGuiApplication::clipboard()->clear(QClipboard::Clipboard);
    Q_EMIT cleared();
}

} // namespace latchkey
